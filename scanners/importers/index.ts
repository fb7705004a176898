import { AppError } from '#core/errors.ts';
import { inputError } from '../failure.ts';
import { advisoriesJson } from './advisories-json.ts';
import { envelopeFile } from './envelope-file.ts';
import { signatureOf } from './file-signature.ts';
import type { Importer } from './importer.ts';
import { inventoryJson } from './inventory-json.ts';
import { nmapXml } from './nmap-xml.ts';
import { unicodeEncoding } from '../text-bytes.ts';

/** Registry of file formats that can be imported; detection asks them in this order. */
export const importers = {
  envelope: envelopeFile,
  'nmap-xml': nmapXml,
  'inventory-json': inventoryJson,
  'advisories-json': advisoriesJson,
} as const satisfies Record<string, Importer>;

export type ImporterName = keyof typeof importers;

/** Narrows a `--format` text to a registered importer. */
export function isImporterName(name: string): name is ImporterName {
  return Object.hasOwn(importers, name);
}

const HEAD_BYTES = 4096;

/**
 * Finds the format of a file from its first bytes; its name says nothing.
 * @throws AppError FILE_EMPTY or FORMAT_UNKNOWN (415), saying what it looks like.
 */
export function detectFormat(bytes: Uint8Array): ImporterName {
  if (bytes.byteLength === 0)
    throw inputError('FILE_EMPTY', 'The file is empty.', 'Give the file a scan wrote.');
  const found = recognise(headText(bytes, HEAD_BYTES));
  if (found) return found;
  // A JSON writer may put the words that tell the format behind everything else.
  const late = isJson(bytes) ? recognise(headText(bytes, bytes.byteLength)) : null;
  if (late) return late;
  const looks = signatureOf(bytes);
  throw new AppError({
    code: 'FORMAT_UNKNOWN',
    message: `The file is of no known format${looks ? `; it looks like ${looks}` : ''}.`,
    remedy: `Expected: ${Object.values(importers)
      .map((importer) => importer.title)
      .join(', ')}.`,
    status: 415,
  });
}

function recognise(text: string): ImporterName | null {
  const names = Object.keys(importers).filter(isImporterName);
  return names.find((name) => importers[name].recognises(text)) ?? null;
}

function isJson(bytes: Uint8Array): boolean {
  return /^[{[]/.test(headText(bytes, HEAD_BYTES));
}

/** The beginning as text, with a byte order mark honoured and taken off. */
function headText(bytes: Uint8Array, length: number): string {
  const head = bytes.subarray(0, length);
  const encoding = unicodeEncoding(head);
  return new TextDecoder(encoding).decode(head).trimStart();
}
