import Papa from 'papaparse';
import { AppError } from '#core/errors.ts';
import { textAsShown } from '#core/hidden-text.ts';
import { nearestName } from '#core/nearest-name.ts';
import { signatureOf } from '#scanners/importers/file-signature.ts';
import { textOfBytes } from '#scanners/text-bytes.ts';
import { attributes } from './asset-attributes.ts';

/** Why one cell, row or the head of the file cannot be taken. `row` counts as a spreadsheet does: the head is row 1. */
export interface ImportProblem {
  readonly row: number;
  readonly column: string;
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

export interface FileRow {
  readonly row: number;
  /** Column name → what stands there, trimmed; empty cells are left out. */
  readonly cells: Readonly<Record<string, string>>;
}

export const MAX_FILE_BYTES = 5 * 1024 * 1024;
export const MAX_FILE_ROWS = 20_000;

/** Columns of a file of decisions: who, what, from when. */
export const decisionColumns = ['id', 'name', ...attributes, 'effectiveFrom'] as const;

/**
 * Rows of a CSV file of decisions (comma, semicolon or tab; UTF-8, or UTF-16 with its mark), with what is wrong with its
 * form.
 * @throws AppError FILE_EMPTY, FILE_TOO_LARGE, FORMAT_UNKNOWN, ENCODING_INVALID, ROWS_TOO_MANY
 */
export function readDecisionsFile(bytes: Uint8Array): { rows: FileRow[]; problems: ImportProblem[] } {
  const { data, errors } = Papa.parse<string[]>(decodeText(bytes), {
    delimitersToGuess: [',', ';', '\t'],
  });
  const [head = [], ...body] = data;
  const names = head.map(columnName);
  const problems = [...headProblems(names), ...quoteProblems(errors)];
  const rows = body.flatMap((cells, index) => {
    const row = index + 2;
    if (cells.every((cell) => cell.trim() === '')) return [];
    if (cells.slice(names.length).some((cell) => cell.trim() !== '')) {
      const remedy = 'Put quotes round a text that holds the separator.';
      problems.push(
        problem({ row, code: 'CELLS_TOO_MANY', message: 'The row has more cells than the head.', remedy }),
      );
    }
    const filled = names.flatMap((name, place) => {
      const text = textAsShown(unguarded(cells[place]?.trim() ?? ''));
      return text === '' ? [] : [[name, text] as const];
    });
    return [{ row, cells: Object.fromEntries(filled) }];
  });
  if (rows.length === 0 && problems.length === 0) throw fileEmpty();
  if (rows.length > MAX_FILE_ROWS) throw tooManyRows(rows.length);
  return { rows, problems };
}

function decodeText(bytes: Uint8Array): string {
  if (bytes.byteLength > MAX_FILE_BYTES) throw tooLarge();
  const looks = signatureOf(bytes);
  if (looks !== null) throw notCsv(looks);
  const text = textOfBytes(bytes);
  if (text.trim() === '') throw fileEmpty();
  // Spreadsheets and archives hold control characters; text does not.
  if (text.includes('\0') || /^\s*[{[<%]/.test(text)) throw notCsv(null);
  return text;
}

const known = new Map<string, string>(decisionColumns.map((name) => [name.toLowerCase(), name]));

/** `Effective from` and `effectivefrom` → `effectiveFrom`; an unknown name stays as it is. */
function columnName(title: string): string {
  const plain = title.trim();
  return known.get(plain.toLowerCase().replaceAll(/[\s_-]/g, '')) ?? plain;
}

function headProblems(names: readonly string[]): ImportProblem[] {
  const problems: ImportProblem[] = [];
  const accepted: readonly string[] = decisionColumns;
  for (const [place, column] of names.entries()) {
    if (names.indexOf(column) < place)
      problems.push(
        problem({
          column,
          code: 'COLUMN_TWICE',
          message: 'The column stands there twice.',
          remedy: 'Keep one of them.',
        }),
      );
    else if (!accepted.includes(column))
      problems.push(
        problem({
          column,
          code: 'COLUMN_UNKNOWN',
          message: 'There is no such column.',
          remedy: unknownRemedy(column),
        }),
      );
  }
  if (!names.includes('id') && !names.includes('name'))
    problems.push(
      problem({
        column: 'name',
        code: 'COLUMN_MISSING',
        message: 'No column says which asset is meant.',
        remedy: 'Add the column name or id.',
      }),
    );
  if (!attributes.some((attribute) => names.includes(attribute)))
    problems.push(
      problem({
        column: 'owner',
        code: 'COLUMN_MISSING',
        message: 'No column holds a fact to set.',
        remedy: `Add one of ${attributes.join(', ')}.`,
      }),
    );
  return problems;
}

function unknownRemedy(column: string): string {
  const nearest = nearestName(column, decisionColumns);
  return `${nearest === null ? '' : `Perhaps ${nearest} is meant. `}Use ${decisionColumns.join(', ')}.`;
}

function quoteProblems(errors: readonly Papa.ParseError[]): ImportProblem[] {
  return errors
    .filter(({ type }) => type === 'Quotes')
    .map(({ row }) =>
      problem({
        row: (row ?? 0) + 1,
        code: 'QUOTES_WRONG',
        message: 'A quoted text does not end as it should.',
        remedy: 'Double the quotes inside a quoted text, and close it.',
      }),
    );
}

/** What the apostrophe of an exported file was put before, so that a file goes out and in again unchanged. */
function unguarded(text: string): string {
  return /^'\s*[=+\-@＝＋－＠]/.test(text) ? text.slice(1) : text;
}

function problem(
  given: Pick<ImportProblem, 'code' | 'message' | 'remedy'> & Partial<ImportProblem>,
): ImportProblem {
  return { row: 1, ...given, column: (given.column ?? '').slice(0, 40) };
}

function fileEmpty(): AppError {
  return new AppError({
    code: 'FILE_EMPTY',
    message: 'The file holds no row.',
    remedy: 'Download the template, fill in what you want to set, and choose that file.',
    where: { field: 'file' },
  });
}

function tooLarge(): AppError {
  return new AppError({
    code: 'FILE_TOO_LARGE',
    message: `The file is larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB.`,
    remedy: 'Part it into several files.',
    status: 413,
    where: { field: 'file' },
  });
}

function tooManyRows(rows: number): AppError {
  return new AppError({
    code: 'ROWS_TOO_MANY',
    message: `The file has ${rows} rows; at most ${MAX_FILE_ROWS} are taken at once.`,
    remedy: 'Part it into several files.',
    where: { field: 'file' },
  });
}

function notCsv(looks: string | null): AppError {
  return new AppError({
    code: 'FORMAT_UNKNOWN',
    message: `The file is no CSV text${looks === null ? '' : `; it looks like ${looks}`}.`,
    remedy: 'In the spreadsheet save it as "CSV UTF-8".',
    status: 415,
    where: { field: 'file' },
  });
}
