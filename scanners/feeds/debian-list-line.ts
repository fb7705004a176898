import type { StatementStatus } from '#core/advisory/feed-item.ts';
import { isVersionOf } from './claim.ts';
import { oneLine } from './cve-fields.ts';
import type { Judgement } from './debian-tracker-rules.ts';

/** `[bookworm] - chromium 119.0.6045.105-1~deb12u1 (low; bug #1)`. */
export interface PackageLine {
  /** null = no release is named: unstable. */
  readonly release: string | null;
  readonly product: string;
  /** The word in angle brackets; null = a version stands there. */
  readonly mark: string | null;
  readonly version: string | null;
  /** What stands in brackets at the end. */
  readonly remark: string | null;
}

const LINE =
  /^(?:\[([a-z0-9.-]{1,40})\]\s+)?-\s+([a-z0-9][a-z0-9+.-]{0,199})(?:\s+(?:<([a-z-]{1,30})>|([^\s()<>]{1,200})))?(?:\s+\((.*)\))?$/;

/** Reads a line on a package; null where it is none. */
export function parsePackageLine(text: string): PackageLine | null {
  const [whole, release = null, product = '', mark = null, version = null, remark = null] =
    LINE.exec(text) ?? [];
  return whole === undefined || (mark === null && version === null)
    ? null
    : { release, product, mark, version, remark };
}

const MARKS = new Map<string, StatementStatus>([
  ['unfixed', 'affected'],
  ['removed', 'affected'],
  ['undetermined', 'unknown'],
  ['not-affected', 'not-affected'],
  ['no-dsa', 'deferred'],
  ['postponed', 'deferred'],
  ['ignored', 'wont-fix'],
  ['end-of-life', 'unsupported'],
]);

/** What the line says of its package; a text says why it cannot be used. */
export function judgePackageLine({ mark, version, remark }: PackageLine): Judgement | string {
  if (mark === null) {
    if (version === null || !isVersionOf('deb', version)) return 'a fixed version that cannot be compared';
    return { status: 'fixed', fixed: version, note: null };
  }
  if (mark === 'itp') return 'a package that Debian does not hold yet';
  const status = MARKS.get(mark);
  if (status === undefined) return 'a mark that is not known';
  const note = oneLine(remark ?? '') || (mark === 'unfixed' ? null : mark);
  const isUnimportant = mark === 'unfixed' && flagsOf(remark).includes('unimportant');
  return { status: isUnimportant ? 'unimportant' : status, fixed: null, note };
}

/** Debian bug that a line names; null = none. */
export function bugOf({ remark }: PackageLine): number | null {
  const [, bug] = flagsOf(remark)
    .map((flag) => /^bug #(\d{1,9})$/.exec(flag))
    .find((match) => match !== null) ?? [null];
  return bug === undefined || bug === null ? null : Number(bug);
}

function flagsOf(remark: string | null): string[] {
  return (remark ?? '').split(';').map((flag) => flag.trim());
}
