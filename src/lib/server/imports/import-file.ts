import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AppError, isAppError } from '#core/errors.ts';
import { isBackdated } from '#core/reports/report-flag.ts';
import type { ReportFlag } from '#core/reports/report-flag.ts';
import { requirePolicy } from '#core/policy/stale-limits.ts';
import { envelopeHash } from '#scanners/envelope.ts';
import type { Envelope } from '#scanners/envelope.ts';
import type { AdvisoriesDocument } from '#scanners/feeds/advisories-document.ts';
import { detectFeed } from '#scanners/feeds/detect-feed.ts';
import { openFeedFile } from '#scanners/feeds/feed-input.ts';
import { feeds, isFeedName } from '#scanners/feeds/index.ts';
import type { FeedName } from '#scanners/feeds/index.ts';
import type { ReportHolds } from '#scanners/importers/held-hosts.ts';
import type { ImportContent } from '#scanners/importers/importer.ts';
import { isMappingFormat } from '#scanners/importers/importer-of.ts';
import type { ReadAs } from '#scanners/importers/importer-of.ts';
import { detectFormat, importers, isImporterName } from '#scanners/importers/index.ts';
import type { ImporterName } from '#scanners/importers/index.ts';
import { unknownFormat, withReport } from '#scanners/importers/open-report.ts';
import { isReportFormat, reportImporters } from '#scanners/importers/reports.ts';
import { unicodeEncoding } from '#scanners/text-bytes.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { knowsFeed, receiveFeed } from '../feeds/receive-feed.ts';
import type { FeedReceipt } from '../feeds/receive-feed.ts';
import { MAX_STREAMED_BYTES, MAX_UPLOAD_BYTES } from '../http/judge-body.ts';
import { makeDirectory } from '../make-directory.ts';
import type { ReportReceipt } from '../reports/known-report.ts';
import { receiveEnvelope, refuseFutureScan } from '../scans/receive-envelope.ts';
import type { ImportedFrom, Receipt } from '../scans/receive-envelope.ts';
import { knowsAdvisories, receiveAdvisories, refuseFutureAdvisories } from './receive-advisories.ts';
import type { AdvisoriesReceipt } from './receive-advisories.ts';
import { importReport } from './import-report.ts';
import type { ReportContent, ImportedResult } from './import-report.ts';
import { refuseTooLarge } from './refuse-too-large.ts';

export interface ImportInput {
  /** The bytes, or the path of a file that is read as far as needed. */
  readonly content: Uint8Array | string;
  readonly fileName: string;
  /** Name of an importer; null = told from the content. */
  readonly format: string | null;
  /** IANA zone that times of another tool's report take when they name none; absent = the policy's. */
  readonly zone?: string | null;
  /** What another tool's report holds of what the tool found; absent or null = as the file says. */
  readonly holds?: ReportHolds | null;
  readonly mode: 'keep' | 'dry-run';
}

const REPORT_LIMIT = { maxBytes: MAX_STREAMED_BYTES, remedy: 'Export a report of fewer hosts.' };
/** Of all that is no report of another tool. */
const OWN_LIMIT = {
  maxBytes: MAX_UPLOAD_BYTES,
  remedy: 'Give the envelope of one host, or the result of a smaller scan.',
};

/** One scan of a file. */
export interface ImportedScan {
  readonly host: string;
  readonly method: Envelope['manifest']['method'];
  readonly outcome: Envelope['manifest']['outcome'];
  readonly startedAt: string;
  readonly result: ImportedResult;
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
  readonly result: ImportedResult;
  readonly receipt: Receipt | AdvisoriesReceipt | ReportReceipt | FeedReceipt | null;
  /** Every scan of the file. */
  readonly scans: readonly ImportedScan[];
  /** What is taken in as it stands, and should be known. */
  readonly flags: readonly ReportFlag[];
  /** What another tool's report holds; null for all else. */
  readonly report: ReportContent | null;
  /** The very file was taken in before. */
  readonly known: boolean;
  /** What a feed's file holds; null for all else. */
  readonly feed: FeedReceipt | null;
}

/** The name of a format: an importer's, a report's, a mapping's or a feed's. */
export type ImportFormat = ImporterName | ReadAs['format'] | FeedName;

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
    if (answer) return { file: fileName, kind: 'report', ...noScan, feed: null, ...answer };
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
    flags: [],
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

type OwnFile = ImportInput & { readonly content: Uint8Array };

function importOwn(app: App, viewer: Viewer, input: OwnFile): ImportReceipt {
  const { format, content } = readImport(input, app.clock());
  const flags = ownFlags(input.content, content, app.clock());
  const about = { file: input.fileName, format, flags, report: null, feed: null };
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

function ownFlags(bytes: Uint8Array, content: ImportContent, receivedAt: number): ReportFlag[] {
  const scans = content.kind === 'envelopes' ? content.envelopes : [];
  const flags: ReportFlag[] = [];
  if (scans.some(({ manifest }) => isBackdated(manifest, receivedAt))) flags.push('BACKDATED');
  if (unicodeEncoding(bytes) !== 'utf-8') flags.push('CONVERTED');
  return flags;
}

const noScan = { host: null, method: null, outcome: null, startedAt: null, scans: [] };

function resultOf(scans: readonly ImportedScan[]): ImportedResult {
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
  if (mode === 'dry-run') {
    refuseFutureScan(app, envelope.manifest);
    return { ...about, result: 'checked', receipt: null };
  }
  const known = isKnown(app, envelope);
  const receipt = receiveEnvelope(app, viewer, envelope, { jobId: null, own: false, importedFrom: from });
  return { ...about, result: known ? 'already-imported' : 'imported', receipt };
}

function importAdvisories(
  app: App,
  viewer: Viewer,
  document: AdvisoriesDocument,
  { content, fileName, mode }: OwnFile,
): { result: ImportedResult; receipt: AdvisoriesReceipt | null } {
  if (mode === 'dry-run') {
    refuseFutureAdvisories(app, document);
    return { result: 'checked', receipt: null };
  }
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
