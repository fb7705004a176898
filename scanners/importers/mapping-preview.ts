import type { ReportedFlaw, ReportedHost } from '#core/advisory/reported-flaw.ts';
import { isAppError, publicFailure } from '#core/errors.ts';
import { mappedFields } from './column-mapping.ts';
import type { ColumnMapping, MappedField } from './column-mapping.ts';
import { csvDelimiter, headerCells, type CsvRecord } from './csv-records.ts';
import { isMappedHeader, type MappedColumns } from './mapped-columns.ts';
import { readMappedCsv, type CellProblem, type MappedWatch } from './mapped-csv.ts';
import { textParts } from './report-bytes.ts';
import type { ReportDocument } from './report-importer.ts';
import { lineText } from './report-text.ts';

/** A row as it would be read: a flaw, or why it gives none. */
export interface PreviewRow {
  /** Number of the record below the header, from 1. */
  readonly record: number;
  readonly flaw: ReportedFlaw | null;
  readonly skipped: string | null;
}

export interface PreviewProblem {
  readonly field: MappedField;
  readonly problem: CellProblem;
  readonly n: number;
  /** The first few distinct cells, cut to one line. */
  readonly examples: readonly string[];
}

/** What an import by a mapping would give. */
export interface MappingPreview {
  readonly delimiter: string;
  /** The header's names; of the first line with several names when no line is the mapping's header. */
  readonly headers: readonly string[];
  /** The file's columns of each mapped field that it has. */
  readonly fields: readonly { readonly field: MappedField; readonly headers: readonly string[] }[];
  readonly rows: readonly PreviewRow[];
  /** The hosts of those rows. */
  readonly hosts: readonly ReportedHost[];
  readonly problems: readonly PreviewProblem[];
  readonly counts: {
    readonly records: number;
    readonly hosts: number;
    readonly flaws: number;
    readonly skipped: readonly { readonly reason: string; readonly n: number }[];
  };
  /** Why an import would be refused; the rest is what was read before. null = it would not. */
  readonly failure: ReturnType<typeof publicFailure> | null;
}

export interface PreviewOptions {
  /** How many rows to show. */
  readonly rows: number;
  /** IANA zone of times without one. */
  readonly zone: string;
}

const CHUNK = 64 * 1024;
const EXAMPLES = 5;

/**
 * Reads a CSV by a mapping without keeping anything: for whoever makes the mapping.
 * @param bytes the whole file
 */
export function previewMapping(
  bytes: Uint8Array,
  mapping: ColumnMapping,
  { rows: shown, zone }: PreviewOptions,
): MappingPreview {
  const document: ReportDocument = { name: 'preview', chunks: () => chunksOf(bytes) };
  const notes = previewNotes(shown);
  const failure = failureOf(() =>
    readMappedCsv(
      mapping,
      { fileName: document.name, receivedAt: 0, zone, documents: [document] },
      notes.sink,
      notes.watch,
    ),
  );
  return { ...headOf(document, mapping), ...notes.result(), failure };
}

function* chunksOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}

function failureOf(work: () => void): MappingPreview['failure'] {
  try {
    work();
    return null;
  } catch (error) {
    if (isAppError(error)) return publicFailure(error);
    throw error;
  }
}

function headOf(
  document: ReportDocument,
  mapping: ColumnMapping,
): Pick<MappingPreview, 'delimiter' | 'headers'> {
  let head = '';
  // What is wrong with the file is told by the reading.
  failureOf(() => {
    for (const part of textParts(document)) {
      head += part;
      if (head.length >= CHUNK) return;
    }
  });
  const lines = head.split(/\r?\n/, 60).map(headerCells);
  const isTable = (cells: readonly string[]) => cells.filter((cell) => cell !== '').length > 1;
  const headers = lines.find(isMappedHeader(mapping)) ?? lines.find(isTable) ?? [];
  return { delimiter: csvDelimiter(head), headers: headers.map(lineText) };
}

/** Gathers what the reading hands on, row by row. */
function previewNotes(shown: number) {
  const rows: PreviewRow[] = [];
  const hosts: ReportedHost[] = [];
  const skipped = new Map<string, number>();
  const problems = new Map<
    string,
    { field: MappedField; problem: CellProblem; n: number; cells: Set<string> }
  >();
  const counts = { records: 0, hosts: 0, flaws: 0 };
  let columns: MappedColumns | null = null;
  const show = (flaw: ReportedFlaw | null, reason: string | null) => {
    if (rows.length < shown) rows.push({ record: counts.records, flaw, skipped: reason });
  };
  const watch: MappedWatch = {
    columns: (found) => (columns = found),
    row: () => (counts.records += 1),
    problem: (field, problem, row: CsvRecord) => {
      const key = `${field} ${problem}`;
      const note = problems.get(key) ?? { field, problem, n: 0, cells: new Set<string>() };
      note.n += 1;
      if (note.cells.size < EXAMPLES) note.cells.add(lineText(columns?.cell(row, field) ?? ''));
      problems.set(key, note);
    },
  };
  const sink = {
    host: (host: ReportedHost) => {
      counts.hosts += 1;
      if (rows.some(({ flaw }) => flaw?.host === host.key)) hosts.push(host);
    },
    flaw: (flaw: ReportedFlaw) => {
      counts.flaws += 1;
      show(flaw, null);
    },
    skip: (reason: string) => {
      skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
      show(null, reason);
    },
  };
  const result = () => ({
    fields: mappedFields
      .map((field) => ({ field, headers: columns?.headers(field) ?? [] }))
      .filter(({ headers }) => headers.length > 0),
    rows,
    hosts,
    problems: [...problems.values()].map(({ cells, ...problem }) => ({ ...problem, examples: [...cells] })),
    counts: { ...counts, skipped: [...skipped].map(([reason, n]) => ({ reason, n })) },
  });
  return { watch, sink, result };
}
