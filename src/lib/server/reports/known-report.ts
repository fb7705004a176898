import type { ReportFlag } from '#core/reports/report-flag.ts';
import type { SkippedRecords } from '#core/reports/skipped-records.ts';
import type { ReportHolds } from '#scanners/importers/held-hosts.ts';
import type { ReadAs } from '#scanners/importers/importer-of.ts';
import type { ReportFile } from '#scanners/importers/report-file.ts';
import type { App } from '../app.ts';
import { hashOfFile } from './report-artifact.ts';

/** The answer to a report; the same file again gets the same answer. */
export interface ReportReceipt {
  readonly format: ReadAs['format'];
  readonly tool: string;
  readonly toolVersion: string | null;
  /** Event that recorded it. */
  readonly seq: number;
  readonly artifact: string;
  readonly zone: string;
  /** Some times named no zone and took this one. */
  readonly timeAssumed: boolean;
  /** What it holds, as whoever imported it said; null = as the file says. */
  readonly holds: ReportHolds | null;
  readonly assets: number;
  /** Records of the file = `flaws` + all that was left out. */
  readonly records: number;
  /** Records that stand behind findings. */
  readonly flaws: number;
  /** Asset × fix × product, each once = `new` + `unchanged` + `reopened`. */
  readonly findings: number;
  readonly new: number;
  readonly unchanged: number;
  readonly reopened: number;
  /** Findings that this report proved gone. */
  readonly closed: number;
  /** Installed packages that a bill of materials lists, judged by feeds from now on; null = it is none. */
  readonly packages: number | null;
  readonly skipped: readonly SkippedRecords[];
  /** What was taken in as it stands, and should be known. */
  readonly flags: readonly ReportFlag[];
}

/** What is kept of an answer: the counts are derived, the same whenever they are. */
export interface KeptReceipt {
  readonly seq: number;
  /** Absent = it listed none. */
  readonly packages?: number | null;
  readonly flags?: readonly ReportFlag[];
  /** Absent = as the file says. */
  readonly holds?: ReportHolds;
}

/** The last answer to the bytes of a file, and the key of the next. */
export interface KeptAnswer {
  readonly last: KeptReceipt | null;
  /** Under which the next answer is kept: nothing that was answered is overwritten. */
  readonly nextKey: string;
}

/** By what the answers to these bytes in this format are kept. */
export async function receiptKey(format: string, file: ReportFile): Promise<string> {
  return `report ${format} ${await hashOfFile(file)}`;
}

/** The last answer: there is a further one each time that somebody said otherwise what the file holds. */
export function lastAnswer({ store }: Pick<App, 'store'>, key: string): KeptAnswer {
  let last: KeptReceipt | null = null;
  let nextKey = key;
  for (let row = store.receipts.find(nextKey); row; row = store.receipts.find(nextKey)) {
    last = row.receipt as KeptReceipt;
    nextKey = `${key} after ${last.seq}`;
  }
  return { last, nextKey };
}

/** The last answer to these bytes in this format; null when they are new. */
export async function knownReport(
  app: App,
  format: ReadAs['format'],
  file: ReportFile,
): Promise<ReportReceipt | null> {
  const { last } = lastAnswer(app, await receiptKey(format, file));
  return last ? receiptOf(app, last) : null;
}

/** What was kept of an answer, with its counts as the warehouse has them. */
export async function receiptOf(
  app: App,
  { seq, packages = null, flags = [], holds }: KeptReceipt,
): Promise<ReportReceipt> {
  await app.warehouse.catchUp();
  const [row] = await app.warehouse.query('report-load', {
    viewer_units: ['*'],
    as_of: new Date(app.clock() + DAY_MS).toISOString(),
    known_at: seq,
    seq,
  });
  if (!row) throw new Error(`report of event ${seq} is not in the warehouse`);
  const { fileName: _fileName, madeAt: _madeAt, format, ...counts } = row;
  return { ...counts, holds: holds ?? null, packages, flags, format: format as ReadAs['format'] };
}

/** A clock that was set back must not hide what was recorded before. */
const DAY_MS = 86_400_000;
