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
  /** Sets of columns of which a header has one, for telling what is missing; absent = those that are required. */
  readonly identifiedBy?: readonly (readonly string[])[];
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
  /** Line of the file, from 1, at which `rest` begins. */
  let line = 1;
  let wanted = BUFFER_CHARACTERS;
  const parse = (final: boolean): void => {
    dialect ??= { delimiter: csvDelimiter(rest), newline: newlineOf(rest) };
    const end = dialect.newline === '\r' ? '\r' : '\n';
    const { data, meta, errors } = parseCells(rest, dialect, final);
    const open = final ? errors.find(({ code }) => code === 'MissingQuotes') : undefined;
    data.forEach((cells, index) => {
      const isLast = final && index === data.length - 1;
      if (open && isLast) throw csvQuoteOpen({ line: line + countOf(rest.slice(0, open.index), end) });
      table.take(cells, { isLast, line: () => line + linesOf(data.slice(0, index), end) });
    });
    line += countOf(rest.slice(0, meta.cursor), end);
    rest = rest.slice(meta.cursor);
    if (rest.length > RECORD_CHARACTERS) throw reportLineTooLong({ line });
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

/** How often a character stands in a text. */
function countOf(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count += 1;
  return count;
}

/** Lines that records take: one each, and one more for every line end within quotes. */
function linesOf(records: readonly (readonly string[])[], end: string): number {
  return records.reduce((lines, cells) => lines + 1 + countOf(cells.join(''), end), 0);
}

interface ParsedCells {
  readonly data: readonly (readonly string[])[];
  readonly meta: { readonly cursor: number };
  /** `index` of an open quote: where what it holds begins. */
  readonly errors: readonly { readonly code: string; readonly index?: number }[];
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

/** Where a record stands in the file. */
interface RecordPlace {
  readonly isLast: boolean;
  /** Line at which it begins, from 1; counted only when it is asked for. */
  readonly line: () => number;
}

/** Header and records in order; holds the current record. */
class CsvTable {
  records = 0;
  readonly #shape: CsvShape;
  readonly #onRecord: (record: CsvRecord) => void;
  #columns: ReadonlyMap<string, number> | null = null;
  /** The header as it came, to know it again. */
  #header: readonly string[] = [];
  #width = 0;
  #skipped = 0;
  /** Of the lines before the header, the one that looks most like it. */
  #widest: readonly string[] = [];
  #cells: readonly string[] = [];
  /** Records with another number of fields than the header, told together. */
  readonly #uneven: { line: number; fields: number }[] = [];
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

  take(cells: readonly string[], { isLast, line }: RecordPlace): void {
    if (cells.length === 1 && (cells[0] ?? '').trim() === '') return;
    if (this.#columns === null) return this.#seekHeader(cells);
    // Exports that were put one behind the other: their column names are no record.
    if (isSame(cells, this.#header)) return;
    this.records += 1;
    if (cells.length !== this.#width) {
      const place = { line: line() };
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
      if (filled(names) > filled(this.#widest)) this.#widest = names;
      if (this.#skipped > PREAMBLE_LINES) this.#refuseHeadless();
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
    this.#header = names;
    this.#width = names.length;
  }

  #refuseUneven(): never {
    throw reportUneven(this.#uneven, this.#width);
  }

  /** Which columns the likeliest line lacks of the nearest set; a line of one cell is no table. */
  #refuseHeadless(): never {
    const { required = [], identifiedBy = [required] } = this.#shape;
    const found = new Set(this.#widest.map((name) => name.toLowerCase()));
    const missing = identifiedBy
      .map((names) => names.filter((name) => !found.has(name.toLowerCase())))
      .toSorted((a, b) => a.length - b.length)[0];
    if (filled(this.#widest) < 2 || missing === undefined || missing.length === 0)
      throw reportInvalid('it has no line of column names');
    throw reportColumnMissing(missing, this.#widest);
  }

  end(): void {
    if (this.#uneven.length > 0) this.#refuseUneven();
    if (this.#columns !== null) return;
    if (this.#skipped === 0) throw reportEmptyFile();
    this.#refuseHeadless();
  }
}

/** Ends at the first cell that differs: it is asked of every record. */
function isSame(cells: readonly string[], names: readonly string[]): boolean {
  return cells.length === names.length && cells.every((cell, index) => cell.trim() === names[index]);
}

function filled(cells: readonly string[]): number {
  return cells.filter((cell) => cell !== '').length;
}
