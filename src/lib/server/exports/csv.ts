import Papa from 'papaparse';
import { shownText } from '#core/hidden-text.ts';

type Cell = string | number | boolean | null | undefined;

/** Name of the column → what stands in it. The order is the order in the file. */
export type CsvColumns<Row> = Readonly<Record<string, (row: Row) => Cell>>;

/**
 * Rows as CSV (RFC 4180, CRLF, UTF-8 with a byte order mark for spreadsheets). A text cell that a spreadsheet
 * would read as a formula gets an apostrophe in front (OWASP "CSV injection"); numbers stay numbers. Characters that do not
 * show stand as their escapes.
 */
export function toCsv<Row>(columns: CsvColumns<Row>, rows: readonly Row[]): string {
  const fields = Object.keys(columns);
  const cells = Object.values(columns);
  const data = rows.map((row) => cells.map((cell) => safeCell(cell(row))));
  return `\ufeff${Papa.unparse({ fields, data }, { newline: '\r\n' })}\r\n`;
}

const TRIGGERS = new Set('=+-@\t\r\0＝＋－＠');

/** True when a spreadsheet may take the text for a formula, also behind spaces or a byte order mark. */
function looksLikeFormula(text: string): boolean {
  return TRIGGERS.has(text.charAt(0)) || TRIGGERS.has(text.trimStart().charAt(0));
}

function safeCell(value: Cell): Cell {
  if (typeof value !== 'string') return value ?? '';
  return looksLikeFormula(value) ? `'${shownText(value)}` : shownText(value);
}
