import { rangeNote } from '#core/advisory/statement-note.ts';
import type { Statement } from '#core/advisory/feed-item.ts';
import { isVersionOf } from './claim.ts';

/** Bounds as VuXML names them (VuXML DTD 1.1, `range`): less than, at most, at least, more than, exactly. */
export type Bound = 'lt' | 'le' | 'ge' | 'gt' | 'eq';

export function isBound(name: string): name is Bound {
  return name === 'lt' || name === 'le' || name === 'ge' || name === 'gt' || name === 'eq';
}

export type RangeClaim = Pick<Statement, 'status' | 'fixed' | 'introduced' | 'note'>;

/**
 * What a range says: `lt` is the fixed version; after `le` and `eq` no fixed version is named, and the note holds the
 * last one with the flaw; after `gt` it holds the last one without. A text says why the range cannot be used.
 */
export function claimOfRange(bounds: ReadonlyMap<Bound, string>): RangeClaim | string {
  if (bounds.size === 0) return 'a range without bounds';
  if (![...bounds.values()].every((version) => isVersionOf('freebsd', version)))
    return 'a range with a version that cannot be compared';
  const exactly = bounds.get('eq');
  const fixed = exactly === undefined ? (bounds.get('lt') ?? null) : null;
  const above = exactly === undefined ? (bounds.get('gt') ?? null) : null;
  const from = exactly ?? bounds.get('ge') ?? above;
  const last = exactly ?? (fixed === null ? (bounds.get('le') ?? null) : null);
  return {
    status: fixed === null ? 'affected' : 'fixed',
    fixed,
    introduced: from === null || from === '0' ? null : from,
    note: rangeNote({ above, upTo: last }),
  };
}
