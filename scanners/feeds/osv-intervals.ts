import { compareSign, type VersionScheme } from '#core/version/compare.ts';
import type { OsvEvent } from './osv-record.ts';

/** A stretch of versions with the flaw. */
export interface AffectedInterval {
  /** null = from the start. */
  readonly introduced: string | null;
  /** First version without the flaw; null = none is named. */
  readonly fixed: string | null;
  /** Last version with the flaw; null = open, or ended by `fixed`. */
  readonly lastAffected: string | null;
}

const RANK: Record<OsvEvent['kind'], number> = { fixed: 0, introduced: 1, last_affected: 2 };

/**
 * Turns the events of one range into stretches: put in order of versions, each `introduced` runs to the next `fixed`
 * or `last_affected` (OSV schema, "Evaluation"). An end without a beginning counts from the start. Events must be
 * comparable (`areComparable`).
 */
export function intervalsOf(events: readonly OsvEvent[], scheme: VersionScheme): readonly AffectedInterval[] {
  const ordered = [...events].sort((a, b) => orderOf(a, b, scheme));
  const intervals: AffectedInterval[] = [];
  // undefined = no stretch is open.
  let from: string | null | undefined = ordered[0]?.kind === 'introduced' ? undefined : null;
  for (const { kind, version } of ordered) {
    if (kind === 'introduced') {
      if (from === undefined) from = version === '0' ? null : version;
    } else if (from !== undefined) {
      const end =
        kind === 'fixed' ? { fixed: version, lastAffected: null } : { fixed: null, lastAffected: version };
      intervals.push({ introduced: from, ...end });
      from = undefined;
    }
  }
  if (from !== undefined && ordered.length > 0)
    intervals.push({ introduced: from, fixed: null, lastAffected: null });
  return intervals;
}

function orderOf(a: OsvEvent, b: OsvEvent, scheme: VersionScheme): number {
  const [first, second] = [isStart(a), isStart(b)];
  if (first !== second) return first ? -1 : 1;
  const sign = first ? 0 : (compareSign(scheme, a.version, b.version) ?? 0);
  return sign === 0 ? RANK[a.kind] - RANK[b.kind] : sign;
}

function isStart({ kind, version }: OsvEvent): boolean {
  return kind === 'introduced' && version === '0';
}
