import { AppError } from '#core/errors.ts';
import { envelopeHash } from '#scanners/envelope.ts';
import type { Envelope } from '#scanners/envelope.ts';
import { detectFormat, importers, isImporterName } from '#scanners/importers/index.ts';
import type { ImporterName } from '#scanners/importers/index.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { receiveEnvelope } from '../scans/receive-envelope.ts';
import type { Receipt } from '../scans/receive-envelope.ts';

export interface ImportInput {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** Name of an importer; null = told from the content. */
  readonly format: string | null;
  readonly mode: 'keep' | 'dry-run';
}

export interface ImportReceipt {
  readonly file: string;
  readonly format: ImporterName;
  readonly host: string;
  readonly method: Envelope['manifest']['method'];
  readonly outcome: Envelope['manifest']['outcome'];
  readonly startedAt: string;
  /** `already-imported` gives the first receipt; `checked` is the answer to a dry run. */
  readonly result: 'imported' | 'already-imported' | 'checked';
  readonly receipt: Receipt | null;
}

/**
 * Check a file, and unless it is a dry run keep what it holds as a scan.
 * @throws AppError FORMAT_UNKNOWN, FILE_EMPTY, FILE_TOO_LARGE, ENVELOPE_INVALID, ENVELOPE_HASH, XML_*, TIME_IN_FUTURE
 */
export function importFile(app: App, viewer: Viewer, input: ImportInput): ImportReceipt {
  authorise(viewer, 'import.run');
  const { format, envelope } = readImport(input, app.clock());
  const { method, outcome, startedAt, target } = envelope.manifest;
  const about = { file: input.fileName, format, host: target.host, method, outcome, startedAt };
  if (input.mode === 'dry-run') return { ...about, result: 'checked', receipt: null };
  const known = app.store.receipts.find(envelopeHash(envelope.manifest)) !== undefined;
  const receipt = receiveEnvelope(app, asSubmitter(viewer), envelope, { jobId: null, own: false });
  return { ...about, result: known ? 'already-imported' : 'imported', receipt };
}

/** What a file holds, without keeping anything. @throws AppError as `importFile` */
function readImport(
  { bytes, fileName, format }: Pick<ImportInput, 'bytes' | 'fileName' | 'format'>,
  receivedAt: number,
): { format: ImporterName; envelope: Envelope } {
  const name = format === null ? detectFormat(bytes) : namedFormat(format);
  return { format: name, envelope: importers[name].read({ bytes, fileName, receivedAt }) };
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
