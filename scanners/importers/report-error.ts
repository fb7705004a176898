import type { AppError } from '#core/errors.ts';
import { shownText } from '#core/hidden-text.ts';
import { nearestName } from '#core/nearest-name.ts';
import { inputError } from '../failure.ts';

/** Where in a report something is wrong: line, record, column or field. Never the value itself. */
export type ReportPlace = Readonly<Record<string, string | number>>;

const AGAIN = 'Export the report again and import the file as the tool wrote it.';

function at(place: ReportPlace | undefined): string {
  const parts = Object.entries(place ?? {}).map(([name, value]) => `${name} ${value}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** FILE_EMPTY: not one byte, or blanks only. */
export function reportEmptyFile(): AppError {
  return inputError('FILE_EMPTY', 'The file is empty.', 'Give the file that the tool wrote.');
}

/** REPORT_INVALID: it is not what the format says; `why` is a clause of ours, never text of the file. */
export function reportInvalid(why: string, where?: ReportPlace): AppError {
  return inputError('REPORT_INVALID', `The report cannot be read: ${why}${at(where)}.`, AGAIN, where);
}

/** REPORT_TRUNCATED: it ends before its end; nothing of it is taken. */
export function reportTruncated(where?: ReportPlace): AppError {
  return inputError(
    'REPORT_TRUNCATED',
    `The report is cut off${at(where)}; nothing of it was taken.`,
    'Copy or export the file again and compare its size with the original.',
    where,
  );
}

/** XML_TRUNCATED: the XML ends before its root element does. */
export function xmlTruncated(where: ReportPlace): AppError {
  return inputError(
    'XML_TRUNCATED',
    `The XML is cut off${at(where)}; nothing of it was taken.`,
    'Copy or export the file again and compare its size with the original.',
    where,
  );
}

/** CSV_QUOTE_OPEN: a quote is never closed, also where the file was cut off within one. */
export function csvQuoteOpen(where: ReportPlace): AppError {
  return inputError(
    'CSV_QUOTE_OPEN',
    `A quote is opened and never closed${at(where)}; nothing of the file was taken.`,
    'Copy or export the file again and compare its size with the original.',
    where,
  );
}

/** DUPLICATE_ID: two columns of one name. */
export function reportColumnTwice(first: number, column: number): AppError {
  return inputError(
    'DUPLICATE_ID',
    `Two columns have the same name (columns ${first} and ${column}).`,
    'Leave one of them out of the export.',
    { column, first },
  );
}

/** REPORT_INVALID: records with another number of fields than the header, told together. */
export function reportUneven(
  records: readonly { readonly line: number; readonly fields: number }[],
  width: number,
): AppError {
  const [first] = records;
  const told = records.map(({ line, fields }) => `line ${line} has ${fields}`).join(', ');
  return inputError(
    'REPORT_INVALID',
    `The report cannot be read: the header has ${width} fields, ${told}.`,
    AGAIN,
    first ? { line: first.line, uneven: records.length } : undefined,
  );
}

/** LINE_TOO_LONG: a line or record beyond what any tool writes. */
export function reportLineTooLong(where: ReportPlace): AppError {
  return inputError('LINE_TOO_LONG', `A line is longer than accepted${at(where)}.`, AGAIN, where);
}

/** REPORT_EMPTY: well formed, but it names no host: not a proof that nothing was found. */
export function reportEmpty(): AppError {
  return inputError(
    'REPORT_EMPTY',
    'The report names no host, so it says nothing about any.',
    'Check scope and filters of the export, then export it again with the scanned hosts in it.',
  );
}

/** REPORT_PART_TOO_LARGE: one part of it is beyond what is accepted. */
export function reportPartTooLarge(what: string, where?: ReportPlace): AppError {
  return inputError(
    'REPORT_PART_TOO_LARGE',
    `${what} is larger than accepted${at(where)}.`,
    'Export fewer hosts per file, and leave out attachments.',
    where,
  );
}

/** How many columns of a file are named, and how much of each name. */
const FOUND_COLUMNS = 30;
const COLUMN_CHARACTERS = 60;

/**
 * CSV_COLUMN_MISSING: with the columns that the file has, and the one that may be meant. Nothing else of a file is ever
 * repeated; of these names a part is, with what does not show made visible.
 */
export function reportColumnMissing(missing: readonly string[], found: readonly string[]): AppError {
  const named = found.filter((name) => name !== '').map(columnName);
  const more = named.length > FOUND_COLUMNS ? ` and ${named.length - FOUND_COLUMNS} more` : '';
  const list = named.slice(0, FOUND_COLUMNS).join(', ');
  const meant = missing.flatMap((name) => {
    const nearest = nearestName(name, found);
    return nearest === null ? [] : [`If ${columnName(nearest)} is ${name}, name it so.`];
  });
  return inputError(
    'CSV_COLUMN_MISSING',
    `The CSV lacks ${missing.length === 1 ? 'the column' : 'the columns'} ${missing.join(', ')}. It has ${list}${more}.`,
    [...meant, 'Export it again with all columns.'].join(' '),
    { field: missing[0] ?? '' },
  );
}

function columnName(name: string): string {
  const line = shownText(name.replace(/\s+/g, ' '));
  return line.length > COLUMN_CHARACTERS ? `${line.slice(0, COLUMN_CHARACTERS).toWellFormed()}…` : line;
}
