import { AppError } from '#core/errors.ts';
import { envelopeHash } from '#scanners/envelope.ts';
import type { Envelope } from '#scanners/envelope.ts';
import type { AdvisoriesDocument } from '#scanners/feeds/advisories-document.ts';
import type { ImportContent } from '#scanners/importers/importer.ts';
import { detectFormat, importers, isImporterName } from '#scanners/importers/index.ts';
import type { ImporterName } from '#scanners/importers/index.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { receiveEnvelope } from '../scans/receive-envelope.ts';
import type { Receipt } from '../scans/receive-envelope.ts';
import { knowsAdvisories, receiveAdvisories } from './receive-advisories.ts';
import type { AdvisoriesReceipt } from './receive-advisories.ts';

export interface ImportInput {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** Name of an importer; null = told from the content. */
  readonly format: string | null;
  readonly mode: 'keep' | 'dry-run';
}

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

/** What came of one file. The fields of a scan are those of its only one, null where it holds none or several. */
export interface ImportReceipt {
  readonly file: string;
  readonly format: ImporterName;
  readonly host: string | null;
  readonly method: ImportedScan['method'] | null;
  readonly outcome: ImportedScan['outcome'] | null;
  readonly startedAt: string | null;
  /** `already-imported` when nothing of the file is new. */
  readonly result: Result;
  readonly receipt: Receipt | AdvisoriesReceipt | null;
  /** Every scan of the file. */
  readonly scans: readonly ImportedScan[];
}

/**
 * Check a file, and unless it is a dry run keep what it holds: all of its scans, or what a vendor published.
 * Of a file that is refused nothing is kept.
 * @throws AppError FORMAT_UNKNOWN, FILE_EMPTY, FILE_TOO_LARGE, ENVELOPE_INVALID, ENVELOPE_HASH, XML_*,
 * INVENTORY_INVALID, ADVISORIES_INVALID, TIME_IN_FUTURE
 */
export function importFile(app: App, viewer: Viewer, input: ImportInput): ImportReceipt {
  authorise(viewer, 'import.run');
  const { format, content } = readImport(input, app.clock());
  const about = { file: input.fileName, format };
  if (content.kind === 'advisories') {
    return { ...about, ...noScan, ...importAdvisories(app, viewer, content.document, input) };
  }
  const submitter = asSubmitter(viewer);
  const scans = app.store.transaction(() =>
    content.envelopes.map((envelope) => importScan(app, submitter, envelope, input.mode)),
  );
  const [only, ...others] = scans;
  const facts = only && others.length === 0 ? only : { ...noScan, receipt: null };
  return { ...about, ...facts, result: resultOf(scans), scans };
}

const noScan = { host: null, method: null, outcome: null, startedAt: null, scans: [] };

function resultOf(scans: readonly ImportedScan[]): Result {
  return scans.find(({ result }) => result !== 'already-imported')?.result ?? 'already-imported';
}

function importScan(app: App, viewer: Viewer, envelope: Envelope, mode: ImportInput['mode']): ImportedScan {
  const { method, outcome, startedAt, target } = envelope.manifest;
  const about = { host: target.host, method, outcome, startedAt };
  if (mode === 'dry-run') return { ...about, result: 'checked', receipt: null };
  const known = app.store.receipts.find(envelopeHash(envelope.manifest)) !== undefined;
  const receipt = receiveEnvelope(app, viewer, envelope, { jobId: null, own: false });
  return { ...about, result: known ? 'already-imported' : 'imported', receipt };
}

function importAdvisories(
  app: App,
  viewer: Viewer,
  document: AdvisoriesDocument,
  { bytes, mode }: ImportInput,
): { result: Result; receipt: AdvisoriesReceipt | null } {
  if (mode === 'dry-run') return { result: 'checked', receipt: null };
  const known = knowsAdvisories(app, bytes);
  const receipt = receiveAdvisories(app, viewer, document, bytes);
  return { result: known ? 'already-imported' : 'imported', receipt };
}

/** What a file holds, without keeping anything. @throws AppError as `importFile` */
function readImport(
  { bytes, fileName, format }: Pick<ImportInput, 'bytes' | 'fileName' | 'format'>,
  receivedAt: number,
): { format: ImporterName; content: ImportContent } {
  const name = format === null ? detectFormat(bytes) : namedFormat(format);
  return { format: name, content: importers[name].read({ bytes, fileName, receivedAt }) };
}

function namedFormat(format: string): ImporterName {
  if (isImporterName(format)) return format;
  throw new AppError({
    code: 'FORMAT_UNKNOWN',
    message: 'There is no such import format.',
    remedy: `Use one of: ${Object.keys(importers).join(', ')}; or leave it out.`,
    where: { field: 'format' },
  });
}

/** Who may import may submit what the file holds, also by a token whose only scope is import. */
function asSubmitter(viewer: Viewer): Viewer {
  return viewer.scopes ? { ...viewer, scopes: [...viewer.scopes, 'submit'] } : viewer;
}
