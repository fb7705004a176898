import { unicodeEncoding } from '../text-bytes.ts';
import { csvDelimiter, readCsv } from './csv-records.ts';
import { textParts } from './report-bytes.ts';
import type { ReportDocument } from './report-importer.ts';
import { lineText } from './report-text.ts';

/** A CSV that nobody knows yet, for whoever says what its columns mean. */
export interface CsvTable {
  /** `utf-8`, `utf-16le`, `utf-16be`. */
  readonly encoding: string;
  readonly delimiter: string;
  readonly columns: readonly CsvColumn[];
  readonly records: number;
}

export interface CsvColumn {
  readonly name: string;
  /** The first few distinct values. */
  readonly samples: readonly string[];
  /** All distinct values, in their order; null = too many for a list of words. */
  readonly words: readonly string[] | null;
}

const SAMPLES = 3;
const WORDS = 30;

/**
 * Reads columns and sample values of a CSV by its first line with several names.
 * @throws AppError as `readCsv`
 */
export function readTable(document: ReportDocument): CsvTable {
  let names: readonly string[] = [];
  const seen = new Map<string, Set<string>>();
  const isHeader = (cells: readonly string[]) => {
    if (cells.filter((cell) => cell !== '').length < 2) return false;
    names = cells.filter((cell) => cell !== '');
    return true;
  };
  let records = 0;
  readCsv(document, { isHeader }, (row) => {
    records += 1;
    for (const name of names) {
      const values = seen.get(name) ?? new Set<string>();
      seen.set(name, values);
      const value = row.get(name);
      if (value !== '' && values.size <= WORDS) values.add(lineText(value));
    }
  });
  const columns = names.map((name) => columnOf(name, [...(seen.get(name) ?? [])]));
  return { ...dialectOf(document), columns, records };
}

function columnOf(name: string, values: readonly string[]): CsvColumn {
  return {
    name,
    samples: values.slice(0, SAMPLES),
    words: values.length > WORDS ? null : values,
  };
}

function dialectOf(document: ReportDocument): Pick<CsvTable, 'encoding' | 'delimiter'> {
  const [first = new Uint8Array()] = document.chunks();
  const [text = ''] = textParts(document);
  return { encoding: unicodeEncoding(first), delimiter: csvDelimiter(text) };
}
