import { AppError } from '#core/errors.ts';
import type { EvidenceFile } from '#core/exception/exception-content.ts';
import type { App } from '../app.ts';

/** What somebody hands in. */
export interface UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export const MAX_EVIDENCE_BYTES = 20 * 1024 * 1024;
const MAX_NAME = 200;

/** First bytes of the kinds of file that are taken. */
const signatures: readonly (readonly [string, readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['application/zip', [0x50, 0x4b, 0x03, 0x04]],
];

/** The media type by content: a name proves nothing. null = a kind that is not taken. */
export function typeByContent(bytes: Uint8Array): string | null {
  const known = signatures.find(([, start]) => start.every((byte, index) => bytes[index] === byte));
  if (known) return known[0];
  if (bytes.length === 0 || bytes.includes(0)) return null;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'text/plain';
  } catch {
    return null;
  }
}

/** Keep a file of evidence by its hash. @throws AppError EVIDENCE_INVALID for its size or its kind */
export function keepEvidence(app: App, { name, bytes }: UploadedFile): EvidenceFile {
  if (bytes.length > MAX_EVIDENCE_BYTES) throw invalid(`${shown(name)} is larger than 20 MiB.`);
  const type = typeByContent(bytes);
  if (type === null)
    throw invalid(`${shown(name)} is no PDF, PNG, JPEG, ZIP, Office document or plain text.`);
  const { sha256 } = app.artifacts.put(bytes);
  app.artifacts.sync();
  return { sha256, name: shown(name), type, bytes: bytes.length };
}

/** The last part of a path, without control characters. */
function shown(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return last.replace(/\p{C}/gu, '').trim().slice(0, MAX_NAME) || 'file';
}

function invalid(message: string): AppError {
  return new AppError({
    code: 'EVIDENCE_INVALID',
    message,
    remedy: 'Attach another file, of 20 MiB at most.',
    where: { field: 'files' },
  });
}
