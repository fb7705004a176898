import type { ReportFlag } from '#core/reports/report-flag.ts';
import type { ImportedReceipt } from '#lib/server/imports/imported-receipt.ts';
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

/** What an imported file held, in one line. */
export function heldWords({ kind, scans, receipt }: ImportedWords): string {
  if (kind === 'report')
    return `${countOf(receipt.assets ?? 0, 'host')}, ${countOf(receipt.records ?? 0, 'record')}`;
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

/** What of a report was taken in as it stands. */
export const flagWords: Readonly<Record<ReportFlag, string>> = {
  BACKDATED: 'scans that ended more than a day ago, counted from their own time',
  VERSION_INVALID:
    'versions that their ecosystem does not know, compared with nothing: such findings cannot tell',
  CONTROL_CHARS:
    'names with characters that do not show, kept as they came and shown as escapes such as \\x1b',
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
