import type { ReportFlag } from '#core/reports/report-flag.ts';
import type { ImportedResult, ReportContent } from '#lib/server/imports/import-report.ts';
import type { ImportedReceipt } from '#lib/server/imports/imported-receipt.ts';
import type { ReportHolds } from '#scanners/importers/held-hosts.ts';
import { countOf, formatCount } from '../../format/numbers.ts';

export interface ImportedWords {
  readonly kind: string;
  readonly scans: number;
  readonly complete: number;
  readonly receipt: ImportedReceipt;
}

/** What a file was. */
export const kindWords: Readonly<Record<string, string>> = {
  report: 'Report of another scanner',
  scans: 'Scan or inventory',
  feed: 'Feed',
  advisories: 'Advisories',
};

/** What somebody said that a report holds, as in "imported as …". */
export const holdsWords: Readonly<Record<ReportHolds, string>> = {
  selection: 'a selection',
  everything: 'everything that the tool found',
};

/** Where what a report does not name is closed, in one line. */
export function closesWords({ hosts, closes }: Pick<ReportContent, 'hosts' | 'closes'>): string | null {
  if (closes === null) return null;
  const { withLogin, withoutLogin } = closes;
  const complete = withLogin + withoutLogin;
  if (complete === 0) return 'Nothing: what is missing stays open';
  const words = `What is missing, on ${formatCount(complete)} of ${countOf(hosts, 'host')}`;
  if (withoutLogin === 0) return words;
  const some = withoutLogin === complete ? '' : `on ${formatCount(withoutLogin)} `;
  return `${words}; ${some}without login only what is at a port`;
}

/** What an imported file held, in one line. */
export function heldWords({ kind, scans, receipt }: ImportedWords): string {
  if (kind === 'report') {
    const held = `${countOf(receipt.assets ?? 0, 'host')}, ${countOf(receipt.records ?? 0, 'record')}`;
    if (receipt.holds === undefined) return held;
    return `${held}, as ${receipt.holds === 'selection' ? holdsWords.selection : 'everything'}`;
  }
  if (kind === 'feed') return countOf(receipt.records ?? 0, 'record');
  if (kind === 'advisories') return countOf(receipt.advisories ?? 0, 'advisory', 'advisories');
  return scans === 1 && receipt.host ? `scan of ${receipt.host}` : countOf(scans, 'scan');
}

/** What came of it, in one line. */
export function cameWords({ kind, scans, complete, receipt }: ImportedWords): string {
  if (kind === 'report') {
    const parts = [
      [receipt.new, 'new'],
      [receipt.unchanged, 'unchanged'],
      [receipt.reopened, 'reopened'],
      [receipt.closed, 'closed'],
    ] as const;
    const told = parts.flatMap(([n, word]) => (n ? [`${formatCount(n)} ${word}`] : []));
    return told.length === 0 ? 'no finding' : told.join(', ');
  }
  if (kind === 'feed') return receipt.skipped ? `${formatCount(receipt.skipped)} left out` : 'all taken in';
  if (kind === 'advisories') return `by ${receipt.source ?? 'a vendor'}`;
  return complete === scans ? 'complete' : `${formatCount(complete)} of ${formatCount(scans)} complete`;
}

/** What of a file was taken in as it stands. */
export const flagWords: Readonly<Record<ReportFlag, string>> = {
  BACKDATED: 'scans that ended more than a day ago, counted from their own time',
  CVE_INVALID:
    'texts in the place of CVE ids that are none: they are in the evidence, and no feed knows them',
  NAME_SHARED:
    'hosts that share a name and no address, taken as one asset: names are all that tells what they are',
  VERSION_INVALID:
    'versions that their ecosystem does not know, compared with nothing: such findings cannot tell',
  CONTROL_CHARS:
    'names with characters that do not show, kept as they came and shown as escapes such as \\x1b',
  CONVERTED: 'text in UTF-16, read as such',
};

/** A size in words: `1.4 MiB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [size, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KiB'] : [bytes / 1024 / 1024, 'MiB'];
  return `${size < 10 ? size.toFixed(1) : formatCount(Math.round(size))} ${unit}`;
}

/** Where in the file something is wrong: `line 3, column 14`. */
export function placeWords(where: Readonly<Record<string, unknown>> | undefined): string | null {
  const parts = Object.entries(where ?? {}).filter(([name]) => name !== 'field');
  return parts.length === 0 ? null : parts.map(([name, value]) => `${name} ${String(value)}`).join(', ');
}

interface KnownFile {
  readonly known: boolean;
  readonly result: ImportedResult;
  readonly report: Pick<ReportContent, 'holds' | 'replaces'> | null;
}

/** What it means that the very file came before; null = nothing. */
export function knownWords({ known, result, report }: KnownFile): string | null {
  if (!known) return null;
  const before = 'This very file was imported before';
  const isCheck = result === 'checked';
  if (report?.replaces && report.holds) {
    const event = `event ${formatCount(report.replaces)}`;
    const taken = `as ${holdsWords[report.holds]}`;
    return isCheck
      ? `${before}. Importing it ${taken} replaces that (${event}).`
      : `${before} (${event}). Taken ${taken}, it replaces that.`;
  }
  if (isCheck) return `${before}. Importing it again changes nothing.`;
  return result === 'imported' ? null : `${before}; nothing changed. Its receipt:`;
}
