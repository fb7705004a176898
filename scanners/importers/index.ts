import { AppError } from '#core/errors.ts';
import { inputError } from '../failure.ts';
import { envelopeFile } from './envelope-file.ts';
import type { Importer } from './importer.ts';
import { nmapXml } from './nmap-xml.ts';
import { unicodeEncoding } from '../xml.ts';

/** Registry of file formats that can be imported; detection asks them in this order. */
export const importers = { envelope: envelopeFile, 'nmap-xml': nmapXml } as const satisfies Record<
  string,
  Importer
>;

export type ImporterName = keyof typeof importers;

/** Narrows a `--format` text to a registered importer. */
export function isImporterName(name: string): name is ImporterName {
  return Object.hasOwn(importers, name);
}

const SIGNATURES: readonly (readonly [string, string])[] = [
  ['\x89PNG', 'PNG'],
  ['%PDF-', 'PDF'],
  ['PK\x03\x04', 'ZIP'],
  ['\x1f\x8b', 'gzip'],
  ['\x28\xb5\x2f\xfd', 'zstd'],
  ['\x7fELF', 'a program'],
];

/**
 * Finds the format of a file from its first bytes; its name says nothing.
 * @throws AppError FILE_EMPTY or FORMAT_UNKNOWN (415), saying what it looks like.
 */
export function detectFormat(bytes: Uint8Array): ImporterName {
  if (bytes.byteLength === 0)
    throw inputError('FILE_EMPTY', 'The file is empty.', 'Give the file a scan wrote.');
  const head = headText(bytes);
  for (const [name, importer] of Object.entries(importers)) {
    if (importer.recognises(head) && isImporterName(name)) return name;
  }
  const start = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  const looks = SIGNATURES.find(([signature]) => start.startsWith(signature))?.[1];
  throw new AppError({
    code: 'FORMAT_UNKNOWN',
    message: `The file is of no known format${looks ? `; it looks like ${looks}` : ''}.`,
    remedy: `Expected: ${Object.values(importers)
      .map((importer) => importer.title)
      .join(', ')}.`,
    status: 415,
  });
}

/** The first 4 KiB as text, with a byte order mark honoured and taken off. */
function headText(bytes: Uint8Array): string {
  const head = bytes.subarray(0, 4096);
  const encoding = unicodeEncoding(head);
  return new TextDecoder(encoding).decode(head).trimStart();
}
