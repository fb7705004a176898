import type { Statement } from '#core/advisory/feed-item.ts';
import { announcedNote } from '#core/advisory/statement-note.ts';
import { compareSign } from '#core/version/compare.ts';
import { isVersionOf } from './claim.ts';
import { oneLine } from './cve-fields.ts';

/** What the Security Tracker says of one flaw in one release. */
export interface TrackerEntry {
  readonly release: string;
  readonly status: string | null;
  readonly fixedVersion: string | null;
  readonly urgency: string | null;
  readonly nodsa: string | null;
  readonly nodsaReason: string | null;
  /** Versions that the release's suites hold today. */
  readonly archive: readonly string[];
}

export type Judgement = Pick<Statement, 'status' | 'fixed' | 'note'>;

/**
 * What an entry of the tracker means for the release (its developer's guide, "data/CVE/list" and the JSON it makes of
 * it): a fixed version `0` = the release never had the flaw; a fix that no suite of the release holds yet is announced
 * only. A text says why the entry cannot be used.
 */
export function judgeTrackerEntry(entry: TrackerEntry): Judgement | string {
  if (entry.status === 'resolved') return judgeResolved(entry);
  if (entry.status === 'undetermined') return { status: 'unknown', fixed: null, note: 'undetermined' };
  return entry.status === 'open' ? judgeOpen(entry) : 'a status that is not known';
}

function judgeResolved({ fixedVersion, archive, release }: TrackerEntry): Judgement | string {
  if (fixedVersion === null) return 'a resolved flaw without a fixed version';
  if (fixedVersion === '0') return { status: 'not-affected', fixed: null, note: null };
  if (!isVersionOf('deb', fixedVersion)) return 'a fixed version that cannot be compared';
  const isReleased =
    archive.length === 0 ||
    archive.some((version) => {
      const sign = compareSign('deb', version, fixedVersion);
      return sign !== null && sign >= 0;
    });
  return isReleased
    ? { status: 'fixed', fixed: fixedVersion, note: null }
    : { status: 'affected', fixed: null, note: announcedNote(fixedVersion, release) };
}

function judgeOpen({ urgency, nodsa, nodsaReason }: TrackerEntry): Judgement {
  // Old data marks guessed urgencies with one or two asterisks.
  const rated = (urgency ?? '').replace(/\*+$/, '');
  const note = nodsa === null ? null : oneLine(nodsa);
  if (rated === 'unimportant') return { status: 'unimportant', fixed: null, note: note ?? 'unimportant' };
  if (rated === 'end-of-life') return { status: 'unsupported', fixed: null, note: note ?? 'end-of-life' };
  if (nodsaReason === 'ignored') return { status: 'wont-fix', fixed: null, note: note ?? 'ignored' };
  if (nodsaReason === 'postponed') return { status: 'deferred', fixed: null, note: note ?? 'postponed' };
  return { status: note === null ? 'affected' : 'deferred', fixed: null, note };
}
