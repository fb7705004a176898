import { AppError } from '#core/errors.ts';
import { unicodeEncoding } from '../text-bytes.ts';
import type { NamedMapping } from './column-mapping.ts';
import { signatureOf } from './file-signature.ts';
import { importerOf, isMappingFormat } from './importer-of.ts';
import type { ReadAs } from './importer-of.ts';
import { importers } from './index.ts';
import { withDocuments } from './report-file.ts';
import type { ReportDocuments, ReportFile } from './report-file.ts';
import type { ReportDocument, ReportInput } from './report-importer.ts';
import { isReportFormat, reportImporters } from './reports.ts';

/** Bytes of the beginning by which a format is told. */
const HEAD = 64 * 1024;

export interface OpeningReport {
  readonly receivedAt: number;
  /** IANA zone of times that name none. */
  readonly zone: string;
  /** Where packed files are unpacked. */
  readonly tempDir: string;
  /** As the user named it; null = told from the content. */
  readonly format: string | null;
  /** Mappings of somebody's own, which are asked before all others; absent = none. */
  readonly mappings?: readonly NamedMapping[];
}

/** A file that is a report, open for reading as often as needed. */
export interface OpenedReport extends ReadAs {
  readonly input: ReportInput;
  /** The documents are members of an archive. */
  readonly packed: boolean;
}

/**
 * Opens a file, finds its format and gives it to `work`; null where no importer of reports recognises it and none was
 * named.
 * @throws AppError FORMAT_UNKNOWN for a name that is none and for what is plainly another kind of file, and as
 * `withDocuments`
 */
export function withReport<T>(
  file: ReportFile,
  { receivedAt, zone, tempDir, format, mappings = [] }: OpeningReport,
  work: (report: OpenedReport | null) => T | Promise<T>,
): Promise<T> {
  const named = format === null ? null : readAs(format, mappings);
  return withDocuments(file, tempDir, (documents, packed) => {
    // Whatever it was called: no reader would say what it is.
    const [{ name }] = documents;
    const head = firstBytes(documents[0], HEAD);
    if (named && signatureOf(head) !== null) throw unknownFormat(name, head);
    const found = named ? { ...named, documents } : recognised(documents, mappings);
    if (!found) return work(null);
    const input = { fileName: file.fileName, receivedAt, zone, documents: found.documents };
    return work({ format: found.format, mapping: found.mapping, input, packed });
  });
}

/** @throws AppError FORMAT_UNKNOWN */
function readAs(format: string, mappings: readonly NamedMapping[]): ReadAs {
  if (isReportFormat(format)) return { format };
  const mapping = mappings.find(({ name }) => format === `mapping:${name}`);
  if (!mapping || !isMappingFormat(format)) throw noSuchFormat(format);
  return { format, mapping: mapping.document };
}

interface Recognised extends ReadAs {
  readonly documents: ReportDocuments;
}

/** The format of the first document that any importer claims; that document comes first. */
function recognised(documents: ReportDocuments, mappings: readonly NamedMapping[]): Recognised | null {
  const own = mappings.map(({ name, document }): ReadAs => {
    return { format: `mapping:${name}`, mapping: document };
  });
  const known = Object.keys(reportImporters)
    .filter(isReportFormat)
    .map((format): ReadAs => ({ format }));
  const readers = [...own, ...known].map((as) => ({ as, importer: importerOf(as) }));
  for (const document of documents) {
    const head = headOf(document);
    const found = readers.find(({ importer }) => importer.recognises(head));
    if (!found) continue;
    return { ...found.as, documents: [document, ...documents.filter((one) => one !== document)] };
  }
  return null;
}

function headOf(document: ReportDocument): string {
  const head = firstBytes(document, HEAD);
  const text = new TextDecoder(unicodeEncoding(head)).decode(head);
  return text.replace(/^\ufeff/, '').trimStart();
}

function firstBytes(document: ReportDocument, length: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let read = 0;
  for (const chunk of document.chunks()) {
    parts.push(chunk);
    read += chunk.byteLength;
    if (read >= length) break;
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** Says what a file that nobody recognises looks like, and what is expected. */
export function unknownFormat(fileName: string, head: Uint8Array): AppError {
  const looks = signatureOf(head);
  return new AppError({
    code: 'FORMAT_UNKNOWN',
    message: `${fileName} is of no known format${looks ? `; it looks like ${looks}` : ''}.`,
    remedy: `Expected: a report of a scanner (Nessus, OpenVAS, Qualys, Trivy and ${Object.keys(reportImporters).length - NAMED} other formats), ${expected()}, or a file of a feed. Choose the format by hand, or name the columns of a CSV on the page Imports.`,
    status: 415,
  });
}

function noSuchFormat(format: string): AppError {
  return new AppError({
    code: 'FORMAT_UNKNOWN',
    message: `There is no report format "${format.slice(0, 60)}".`,
    remedy: `Use one of: ${Object.keys(reportImporters).join(', ')}; or leave it out.`,
    where: { field: 'format' },
  });
}

/** Formats of the tools that the remedy names: `nessus`, `openvas-xml`, `qualys-xml`, `trivy`. */
const NAMED = 4;

function expected(): string {
  return Object.values(importers)
    .map(({ title }) => title)
    .join(', ');
}
