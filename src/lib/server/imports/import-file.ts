import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AppError, isAppError } from '#core/errors.ts';
import type { ReportFlag } from '#core/reports/report-flag.ts';
import type { SkippedRecords } from '#core/reports/skipped-records.ts';
import { requirePolicy } from '#core/policy/stale-limits.ts';
import { envelopeHash } from '#scanners/envelope.ts';
import type { Envelope } from '#scanners/envelope.ts';
import type { AdvisoriesDocument } from '#scanners/feeds/advisories-document.ts';
import { detectFeed } from '#scanners/feeds/detect-feed.ts';
import { openFeedFile } from '#scanners/feeds/feed-input.ts';
import { feeds, isFeedName } from '#scanners/feeds/index.ts';
import type { FeedName } from '#scanners/feeds/index.ts';
import type { ImportContent } from '#scanners/importers/importer.ts';
import { isMappingFormat } from '#scanners/importers/importer-of.ts';
import type { ReadAs } from '#scanners/importers/importer-of.ts';
import { detectFormat, importers, isImporterName } from '#scanners/importers/index.ts';
import type { ImporterName } from '#scanners/importers/index.ts';
import { unknownFormat, withReport } from '#scanners/importers/open-report.ts';
import type { OpenedReport } from '#scanners/importers/open-report.ts';
import type { ReportFile } from '#scanners/importers/report-file.ts';
import { isReportFormat, reportImporters } from '#scanners/importers/reports.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { knowsFeed, receiveFeed } from '../feeds/receive-feed.ts';
import type { FeedReceipt } from '../feeds/receive-feed.ts';
import { MAX_STREAMED_BYTES, MAX_UPLOAD_BYTES } from '../http/judge-body.ts';
import { makeDirectory } from '../make-directory.ts';
import { knownReport, receiveReport } from '../reports/receive-report.ts';
import { flagsOf } from '../reports/report-flags.ts';
import type { ReportReceipt } from '../reports/receive-report.ts';
import { receiveEnvelope } from '../scans/receive-envelope.ts';
import type { ImportedFrom, Receipt } from '../scans/receive-envelope.ts';
import { openSightings } from '../warehouse/read-sightings.ts';
import { knowsAdvisories, receiveAdvisories } from './receive-advisories.ts';
import type { AdvisoriesReceipt } from './receive-advisories.ts';
import { refuseTooLarge } from './refuse-too-large.ts';

export interface ImportInput {
  /** The bytes, or the path of a file that is read as far as needed. */
  readonly content: Uint8Array | string;
  readonly fileName: string;
  /** Name of an importer; null = told from the content. */
  readonly format: string | null;
  /** IANA zone that times of another tool's report take when they name none; absent = the policy's. */
  readonly zone?: string | null;
  readonly mode: 'keep' | 'dry-run';
}

const REPORT_LIMIT = { maxBytes: MAX_STREAMED_BYTES, remedy: 'Export a report of fewer hosts.' };
/** Of all that is no report of another tool. */
const OWN_LIMIT = {
  maxBytes: MAX_UPLOAD_BYTES,
  remedy: 'Give the envelope of one host, or the result of a smaller scan.',
};

/** `already-imported` gives the first receipt; `checked` is the answer to a dry run. */
type Result = 'imported' | 'already-imported' | 'checked';

/** One scan of a file. */
export interface ImportedScan {
  readonly host: string;
  readonly method: Envelope['manifest']['method'];
  readonly outcome: Envelope['manifest']['outcome'];
  readonly startedAt: string;
  readonly result: Result;
  readonly receipt: Receipt | null;
}

/** What a file turned out to be: scans of hosts, another tool's report, a vendor's advisories, a feed. */
export type ImportedKind = 'scans' | 'report' | 'advisories' | 'feed';

/** What came of one file. The fields of a scan are those of its only one, null where it holds none or several. */
export interface ImportReceipt {
  readonly file: string;
  readonly kind: ImportedKind;
  readonly format: ImportFormat;
  readonly host: string | null;
  readonly method: ImportedScan['method'] | null;
  readonly outcome: ImportedScan['outcome'] | null;
  readonly startedAt: string | null;
  /** `already-imported` when nothing of the file is new. */
  readonly result: Result;
  readonly receipt: Receipt | AdvisoriesReceipt | ReportReceipt | FeedReceipt | null;
  /** Every scan of the file. */
  readonly scans: readonly ImportedScan[];
  /** What another tool's report holds; null for all else. */
  readonly report: ReportContent | null;
  /** The very file was taken in before. */
  readonly known: boolean;
  /** What a feed's file holds; null for all else. */
  readonly feed: FeedReceipt | null;
}

/** The name of a format: an importer's, a report's, a mapping's or a feed's. */
export type ImportFormat = ImporterName | ReadAs['format'] | FeedName;

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
}

/**
 * Check a file, and unless it is a dry run keep what it holds: all of its scans, what a vendor published, another tool's
 * report, or a feed's records. Of a file that is refused nothing is kept.
 * @throws AppError FORMAT_UNKNOWN, FILE_EMPTY, FILE_TOO_LARGE, FILE_UNREADABLE, ENVELOPE_INVALID, ENVELOPE_HASH, XML_*,
 * INVENTORY_INVALID, ADVISORIES_INVALID, REPORT_*, FEED_*, CSV_*, ARCHIVE_*, ENCODING_INVALID, DUPLICATE_ID, TIME_IN_FUTURE,
 * ZONE_UNKNOWN
 */
export async function importFile(app: App, viewer: Viewer, input: ImportInput): Promise<ImportReceipt> {
  authorise(viewer, 'import.run');
  const { format, fileName, content } = input;
  refuseTooLarge(input, REPORT_LIMIT);
  const feed = await feedOf(app, input);
  if (feed !== null) return importFeed(app, viewer, { feed, input });
  if (format === null || !isImporterName(format)) {
    const opening = {
      receivedAt: app.clock(),
      zone: await zoneOf(app, input.zone ?? null),
      tempDir: app.dataDir.file('tmp'),
      format: namedReport(format),
      mappings: app.store.columnMappings.all(),
    };
    makeDirectory(opening.tempDir);
    const answer = await withReport({ fileName, content }, opening, (report) =>
      report ? importReport(app, viewer, { report, input }) : null,
    );
    if (answer) return answer;
  }
  return importOwn(app, viewer, { ...input, content: wholeContent(input) });
}

/** The feed whose file this is; null = it is of none. What its publisher wrote is never somebody's report. */
async function feedOf(app: App, { format, fileName, content }: ImportInput): Promise<FeedName | null> {
  if (format !== null) return isFeedName(format) ? format : null;
  try {
    return await detectFeed(await openFeedFile({ fileName, receivedAt: app.clock(), content }), null);
  } catch (error) {
    // What is wrong with it is told by whatever reads it.
    if (isAppError(error)) return null;
    throw error;
  }
}

async function importFeed(
  app: App,
  viewer: Viewer,
  { feed, input }: { readonly feed: FeedName; readonly input: ImportInput },
): Promise<ImportReceipt> {
  const { fileName, mode } = input;
  const { content } = input;
  const before = await knowsFeed(app, feed, { fileName, content });
  const receipt = await receiveFeed(app, viewer, { content, fileName, feed, mode, origin: null });
  const about = {
    file: fileName,
    kind: 'feed',
    format: feed,
    known: before,
    ...noScan,
    report: null,
  } as const;
  return { ...about, result: receipt.result, receipt: mode === 'dry-run' ? null : receipt, feed: receipt };
}

/** @throws AppError FORMAT_UNKNOWN */
function namedReport(format: string | null): string | null {
  if (format === null || isReportFormat(format) || isMappingFormat(format)) return format;
  throw new AppError({
    code: 'FORMAT_UNKNOWN',
    message: 'There is no such import format.',
    remedy: `Use one of: ${[importers, reportImporters, feeds].flatMap((all) => Object.keys(all)).join(', ')}, mapping:NAME; or leave it out.`,
    where: { field: 'format' },
  });
}

/** @throws AppError ZONE_UNKNOWN */
async function zoneOf(app: App, zone: string | null): Promise<string> {
  if (zone === null) {
    await app.warehouse.catchUp();
    return requirePolicy(app.warehouse.policies(), app.clock()).zone;
  }
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new AppError({
      code: 'ZONE_UNKNOWN',
      message: 'There is no such time zone.',
      remedy: 'Give an IANA name such as Europe/Berlin.',
      where: { field: 'zone' },
    });
  }
}

interface ImportedReport {
  readonly report: OpenedReport;
  readonly input: ImportInput;
}

async function importReport(
  app: App,
  viewer: Viewer,
  { report, input }: ImportedReport,
): Promise<ImportReceipt> {
  const { format } = report;
  const file: ReportFile = { fileName: input.fileName, content: input.content };
  const about = { file: input.fileName, kind: 'report', format, ...noScan, feed: null } as const;
  if (input.mode === 'dry-run') {
    const { fileName, zone, receivedAt } = report.input;
    const load = { artifact: '', format, mapping: report.mapping, fileName, zone, receivedAt };
    const data = await app.reports.check(report.input.documents, load);
    const read = openSightings(data);
    const { facts, hosts, size: flaws, records, skipped } = read;
    const left = [...skipped].map(([reason, n]) => ({ reason, n }));
    const counts = { hosts: hosts.size, flaws, skipped: records - flaws, left };
    const flags = flagsOf(read, receivedAt);
    const content = { tool: facts.tool, ...counts, zone, flags };
    const known = (await knownReport(app, format, file)) !== null;
    return { ...about, known, result: 'checked', receipt: null, report: content };
  }
  const known = await knownReport(app, format, file);
  const receipt = known ?? (await receiveReport(app, viewer, { file, report }));
  const left = receipt.skipped.reduce((sum, { n }) => sum + n, 0);
  const { tool, assets: hosts, records, skipped, zone, flags } = receipt;
  const content = { tool, hosts, flaws: records - left, skipped: left, left: skipped, zone, flags };
  const result = known ? 'already-imported' : 'imported';
  return { ...about, known: known !== null, result, receipt, report: content };
}

type OwnFile = ImportInput & { readonly content: Uint8Array };

function importOwn(app: App, viewer: Viewer, input: OwnFile): ImportReceipt {
  const { format, content } = readImport(input, app.clock());
  const about = { file: input.fileName, format, report: null, feed: null };
  if (content.kind === 'advisories') {
    const known = knowsAdvisories(app, input.content);
    const made = importAdvisories(app, viewer, content.document, input);
    return { ...about, kind: 'advisories', known, ...noScan, ...made };
  }
  const submitter = asSubmitter(viewer);
  const digest = createHash('sha256').update(input.content).digest('hex').slice(0, 16);
  const from = { file: input.fileName, format, batch: `${app.clock()}-${digest}` };
  const known = content.envelopes.every((envelope) => isKnown(app, envelope));
  const scans = app.store.transaction(() =>
    content.envelopes.map((envelope) => importScan(app, submitter, { envelope, mode: input.mode, from })),
  );
  const [only, ...others] = scans;
  const facts = only && others.length === 0 ? only : { ...noScan, receipt: null };
  return { ...about, kind: 'scans', known, ...facts, result: resultOf(scans), scans };
}

const noScan = { host: null, method: null, outcome: null, startedAt: null, scans: [] };

function resultOf(scans: readonly ImportedScan[]): Result {
  return scans.find(({ result }) => result !== 'already-imported')?.result ?? 'already-imported';
}

interface ScanOfFile {
  readonly envelope: Envelope;
  readonly mode: ImportInput['mode'];
  readonly from: ImportedFrom;
}

function isKnown(app: App, { manifest }: Envelope): boolean {
  return app.store.receipts.find(envelopeHash(manifest)) !== undefined;
}

function importScan(app: App, viewer: Viewer, { envelope, mode, from }: ScanOfFile): ImportedScan {
  const { method, outcome, startedAt, target } = envelope.manifest;
  const about = { host: target.host, method, outcome, startedAt };
  if (mode === 'dry-run') return { ...about, result: 'checked', receipt: null };
  const known = isKnown(app, envelope);
  const receipt = receiveEnvelope(app, viewer, envelope, { jobId: null, own: false, importedFrom: from });
  return { ...about, result: known ? 'already-imported' : 'imported', receipt };
}

function importAdvisories(
  app: App,
  viewer: Viewer,
  document: AdvisoriesDocument,
  { content, fileName, mode }: OwnFile,
): { result: Result; receipt: AdvisoriesReceipt | null } {
  if (mode === 'dry-run') return { result: 'checked', receipt: null };
  const known = knowsAdvisories(app, content);
  const receipt = receiveAdvisories(app, viewer, document, { bytes: content, fileName });
  return { result: known ? 'already-imported' : 'imported', receipt };
}

/** What a file holds, without keeping anything. @throws AppError as `importFile` */
function readImport(
  { content, fileName, format }: OwnFile,
  receivedAt: number,
): { format: ImporterName; content: ImportContent } {
  const name = format !== null && isImporterName(format) ? format : detectOwn(content, fileName);
  return { format: name, content: importers[name].read({ bytes: content, fileName, receivedAt }) };
}

/** @throws AppError FILE_EMPTY, FORMAT_UNKNOWN naming what is expected of all formats */
function detectOwn(content: Uint8Array, fileName: string): ImporterName {
  try {
    return detectFormat(content);
  } catch (error) {
    if (isAppError(error) && error.code === 'FORMAT_UNKNOWN') throw unknownFormat(fileName, content);
    throw error;
  }
}

/** @throws AppError FILE_TOO_LARGE */
function wholeContent({ content, fileName }: ImportInput): Uint8Array {
  refuseTooLarge({ fileName, content }, OWN_LIMIT);
  return typeof content === 'string' ? readFileSync(content) : content;
}

/** Who may import may submit what the file holds, also by a token whose only scope is import. */
function asSubmitter(viewer: Viewer): Viewer {
  return viewer.scopes ? { ...viewer, scopes: [...viewer.scopes, 'submit'] } : viewer;
}
