import Papa from 'papaparse';
import { textParts } from './report-bytes.ts';
import {
  csvQuoteOpen,
  reportColumnMissing,
  reportColumnTwice,
  reportEmptyFile,
  reportInvalid,
  reportLineTooLong,
  reportPartTooLarge,
  reportTruncated,
  reportUneven,
} from './report-error.ts';
import type { ReportDocument } from './report-importer.ts';

/** A line of a CSV under its header. The object is reused: do not keep it. */
export interface CsvRecord {
  /** Number of the record below the header, from 1. */
  readonly record: number;
  /** The cell of the first of these columns that the file has; '' when it has none of them. */
  readonly get: (...columns: readonly string[]) => string;
  readonly has: (column: string) => boolean;
}

export interface CsvShape {
  /** True for the line of column names; lines before it are a preamble and are skipped. */
  readonly isHeader: (cells: readonly string[]) => boolean;
  /** Columns without which the file cannot be read. */
  readonly required?: readonly string[];
  /** Takes the lines before the header. */
  readonly preamble?: (cells: readonly string[]) => void;
}

const RECORD_CHARACTERS = 16 * 1024 * 1024;
const BUFFER_CHARACTERS = 1024 * 1024;
const PREAMBLE_LINES = 60;
const MAX_COLUMNS = 2000;
const MAX_UNEVEN = 20;
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The delimiter that is most frequent in the beginning of a file, outside quotes; a comma when none is. */
export function csvDelimiter(head: string): string {
  const bare = head.slice(0, 8192).replace(/"(?:[^"]|"")*"/g, '');
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** First line of a file's head as cells, for recognising a CSV by its column names; trailing parts may be cut. */
export function headerCells(head: string): string[] {
  const end = head.search(/\r|\n/);
  const line = end < 0 ? head : head.slice(0, end);
  return splitLine(line, csvDelimiter(line));
}

/** True when one of a file's first lines is its header: for reports that begin with lines about the report. */
export function hasHeader(head: string, isHeader: CsvShape['isHeader']): boolean {
  return head.split(/\r?\n/, PREAMBLE_LINES).some((line) => isHeader(headerCells(line)));
}

/** A header is the line that names all of these columns. */
export function namesAll(columns: readonly string[]): CsvShape['isHeader'] {
  return (cells) => columns.every((name) => cells.includes(name));
}

function splitLine(line: string, delimiter: string): string[] {
  return line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

/**
 * Reads a CSV of any size, record by record.
 * @throws AppError FILE_EMPTY, ENCODING_INVALID, CSV_QUOTE_OPEN, REPORT_TRUNCATED (ends within a record),
 * REPORT_INVALID (another number of fields than the header, up to 20 records together; no header), DUPLICATE_ID (two columns of one name),
 * CSV_COLUMN_MISSING, LINE_TOO_LONG, REPORT_PART_TOO_LARGE.
 */
export function readCsv(
  document: ReportDocument,
  shape: CsvShape,
  onRecord: (record: CsvRecord) => void,
): void {
  const table = new CsvTable(shape, onRecord);
  let dialect: CsvDialect | null = null;
  let rest = '';
  let wanted = BUFFER_CHARACTERS;
  const parse = (final: boolean): void => {
    dialect ??= { delimiter: csvDelimiter(rest), newline: newlineOf(rest) };
    const { data, meta, errors } = parseCells(rest, dialect, final);
    const isOpen = final && errors.some(({ code }) => code === 'MissingQuotes');
    data.forEach((cells, index) => {
      const isLast = final && index === data.length - 1;
      if (isOpen && isLast) throw csvQuoteOpen({ record: table.records + 1 });
      table.take(cells, isLast);
    });
    rest = rest.slice(meta.cursor);
    if (rest.length > RECORD_CHARACTERS) {
      throw reportLineTooLong({ record: table.records + 1 });
    }
    // Twice the rest at least, or one long record would be read again with every chunk.
    wanted = Math.min(Math.max(BUFFER_CHARACTERS, 2 * rest.length), RECORD_CHARACTERS + 1);
  };
  for (const part of textParts(document)) {
    rest += part;
    if (rest.length >= wanted) parse(false);
  }
  parse(true);
  table.end();
}

interface ParsedCells {
  readonly data: readonly (readonly string[])[];
  readonly meta: { readonly cursor: number };
  readonly errors: readonly { readonly code: string }[];
}

interface CsvDialect {
  readonly delimiter: string;
  readonly newline: '\n' | '\r\n' | '\r';
}

function parseCells(text: string, dialect: CsvDialect, final: boolean): ParsedCells {
  const parser = new Papa.Parser({ ...dialect });
  // Papa's own types call the answer `any`.
  const parsed: ParsedCells = parser.parse(text, 0, !final);
  return parsed;
}

/** The first line end outside quotes; cells keep their own. */
function newlineOf(text: string): CsvDialect['newline'] {
  const bare = text.slice(0, 65536).replace(/"(?:[^"]|"")*"/g, '');
  const [end = '\n'] = /\r\n|\r|\n/.exec(bare) ?? [];
  return end === '\r\n' || end === '\r' ? end : '\n';
}

/** Header and records in order; holds the current record. */
class CsvTable {
  records = 0;
  readonly #shape: CsvShape;
  readonly #onRecord: (record: CsvRecord) => void;
  #columns: ReadonlyMap<string, number> | null = null;
  #width = 0;
  #skipped = 0;
  #cells: readonly string[] = [];
  /** Records with another number of fields than the header, told together. */
  readonly #uneven: { record: number; fields: number }[] = [];
  readonly #current: { -readonly [Field in keyof CsvRecord]: CsvRecord[Field] };

  constructor(shape: CsvShape, onRecord: (record: CsvRecord) => void) {
    this.#shape = shape;
    this.#onRecord = onRecord;
    this.#current = {
      record: 0,
      get: (...columns) => this.#get(columns),
      has: (column) => this.#columns?.has(column) ?? false,
    };
  }

  #get(columns: readonly string[]): string {
    for (const column of columns) {
      const index = this.#columns?.get(column);
      if (index !== undefined) return this.#cells[index]?.trim() ?? '';
    }
    return '';
  }

  take(cells: readonly string[], isLast: boolean): void {
    if (cells.length === 1 && (cells[0] ?? '').trim() === '') return;
    if (this.#columns === null) return this.#seekHeader(cells);
    this.records += 1;
    if (cells.length !== this.#width) {
      const place = { record: this.records };
      if (isLast && cells.length < this.#width && this.#uneven.length === 0) throw reportTruncated(place);
      this.#uneven.push({ ...place, fields: cells.length });
      if (this.#uneven.length === MAX_UNEVEN) this.#refuseUneven();
    }
    // Nothing of such a file is taken: what follows is only looked at for more of it.
    if (this.#uneven.length > 0) return;
    this.#cells = cells;
    this.#current.record = this.records;
    this.#onRecord(this.#current);
  }

  #seekHeader(cells: readonly string[]): void {
    const names = cells.map((cell) => cell.trim());
    if (!this.#shape.isHeader(names)) {
      this.#skipped += 1;
      if (this.#skipped > PREAMBLE_LINES) throw reportInvalid('it has no line of column names');
      this.#shape.preamble?.(names);
      return;
    }
    if (names.length > MAX_COLUMNS) throw reportPartTooLarge('The line of column names');
    const columns = new Map<string, number>();
    names.forEach((name, index) => {
      if (name !== '' && columns.has(name)) {
        throw reportColumnTwice((columns.get(name) ?? 0) + 1, index + 1);
      }
      columns.set(name, index);
    });
    const missing = (this.#shape.required ?? []).filter((name) => !columns.has(name));
    if (missing.length > 0) throw reportColumnMissing(missing, names);
    this.#columns = columns;
    this.#width = names.length;
  }

  #refuseUneven(): never {
    throw reportUneven(this.#uneven, this.#width);
  }

  end(): void {
    if (this.#uneven.length > 0) this.#refuseUneven();
    if (this.#columns !== null) return;
    throw this.#skipped === 0 ? reportEmptyFile() : reportInvalid('it has no line of column names');
  }
}
