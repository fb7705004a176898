import type { ReportFlag } from '#core/reports/report-flag.ts';
import type { SkippedRecords } from '#core/reports/skipped-records.ts';
import type { ReportHolds } from '#scanners/importers/held-hosts.ts';
import type { ReadAs } from '#scanners/importers/importer-of.ts';
import type { OpenedReport } from '#scanners/importers/open-report.ts';
import type { ReportFile } from '#scanners/importers/report-file.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { knownReport } from '../reports/known-report.ts';
import type { ReportReceipt } from '../reports/known-report.ts';
import { receiveAgain } from '../reports/receive-again.ts';
import { receiveReport } from '../reports/receive-report.ts';
import { flagsOf } from '../reports/report-flags.ts';
import { openSightings } from '../warehouse/read-sightings.ts';
import type { Sightings } from '../warehouse/read-sightings.ts';

/** `already-imported` gives the receipt it got before; `checked` is the answer to a dry run. */
export type ImportedResult = 'imported' | 'already-imported' | 'checked';

export interface ReportContent {
  readonly tool: string;
  readonly hosts: number;
  /** Results about hosts; with `skipped` all records of the file. */
  readonly flaws: number;
  readonly skipped: number;
  /** What was left out, by reason. */
  readonly left: readonly SkippedRecords[];
  /** IANA zone that times without one took. */
  readonly zone: string;
  /** What is taken in as it stands, and should be known. */
  readonly flags: readonly ReportFlag[];
  /** What it holds, as whoever imports it says; null = as the file says. */
  readonly holds: ReportHolds | null;
  /** Where what is missing is closed; null = it was not read again. */
  readonly closes: ClosingHosts | null;
  /** Event that took in the same file with another word of what it holds, and is replaced; null = none. */
  readonly replaces: number | null;
}

/** Hosts that are complete in a report, by whether the tool logged in: without that only what is at a port is closed. */
export interface ClosingHosts {
  readonly withLogin: number;
  readonly withoutLogin: number;
}

interface ReportWork {
  readonly report: OpenedReport;
  readonly input: {
    readonly fileName: string;
    readonly content: Uint8Array | string;
    readonly holds?: ReportHolds | null;
    readonly mode: 'keep' | 'dry-run';
  };
}

/** What came of a report. */
export interface ImportedReport {
  readonly format: ReadAs['format'];
  readonly known: boolean;
  readonly result: ImportedResult;
  readonly receipt: ReportReceipt | null;
  readonly flags: readonly ReportFlag[];
  readonly report: ReportContent;
}

/**
 * Check a report, and unless it is a dry run take it in. The very same file again changes nothing, unless somebody now
 * says otherwise what it holds. @throws AppError as `receiveReport`
 */
export async function importReport(
  app: App,
  viewer: Viewer,
  { report: opened, input }: ReportWork,
): Promise<ImportedReport> {
  const { format } = opened;
  const file: ReportFile = { fileName: input.fileName, content: input.content };
  const known = await knownReport(app, format, file);
  // Who says nothing changes nothing of what was said before.
  const holds = input.holds ?? known?.holds ?? undefined;
  const report = { ...opened, holds };
  const replaced = known !== null && known.holds !== (holds ?? null) ? known.seq : null;
  const about = { format, known: known !== null };
  if (input.mode === 'dry-run') {
    const content = { ...(await contentOf(app, report)), replaces: replaced };
    return { ...about, result: 'checked', receipt: null, flags: content.flags, report: content };
  }
  const receipt = await receiptFor(app, viewer, { file, report, known });
  const { flags } = receipt;
  const result = known !== null && replaced === null ? 'already-imported' : 'imported';
  return { ...about, result, receipt, flags, report: { ...contentTaken(receipt), replaces: replaced } };
}

interface Taking {
  readonly file: ReportFile;
  readonly report: OpenedReport;
  readonly known: ReportReceipt | null;
}

async function receiptFor(app: App, viewer: Viewer, { file, report, known }: Taking): Promise<ReportReceipt> {
  const { format, holds } = report;
  if (known === null) return receiveReport(app, viewer, { file, report });
  if (holds === undefined || known.holds === holds) return known;
  return receiveAgain(app, viewer, { file, format, holds });
}

type Content = Omit<ReportContent, 'replaces'>;

/** What a report holds, read to its end. */
async function contentOf(app: App, { format, mapping, holds, input }: OpenedReport): Promise<Content> {
  const { fileName, zone, receivedAt, documents } = input;
  const load = { artifact: '', format, mapping, holds, fileName, zone, receivedAt };
  const read = openSightings(await app.reports.check(documents, load));
  const { facts, hosts, size: flaws, records, skipped } = read;
  return {
    tool: facts.tool,
    hosts: hosts.size,
    flaws,
    skipped: records - flaws,
    left: [...skipped].map(([reason, n]) => ({ reason, n })),
    zone,
    flags: flagsOf(read, input),
    holds: holds ?? null,
    closes: closingHosts(read),
  };
}

function closingHosts({ hosts }: Pick<Sightings, 'hosts'>): ClosingHosts {
  const complete = [...hosts.values()].filter((host) => host.complete);
  const withLogin = complete.filter(({ credentialed }) => credentialed === true).length;
  return { withLogin, withoutLogin: complete.length - withLogin };
}

function contentTaken({ tool, assets, records, skipped, zone, flags, holds }: ReportReceipt): Content {
  const left = skipped.reduce((sum, { n }) => sum + n, 0);
  return {
    tool,
    hosts: assets,
    flaws: records - left,
    skipped: left,
    left: skipped,
    zone,
    flags,
    holds,
    closes: null,
  };
}
