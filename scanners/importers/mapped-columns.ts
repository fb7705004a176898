import type { CsvRecord } from './csv-records.ts';
import { mappedFields, plainWord } from './column-mapping.ts';
import type { ColumnMapping, MappedField } from './column-mapping.ts';
import { reportColumnMissing, reportColumnTwice } from './report-error.ts';

/** The columns of one file that a mapping reads. */
export interface MappedColumns {
  /** The cell of a field in a row; '' when it has no column or no value. */
  readonly cell: (row: CsvRecord, field: MappedField) => string;
  /** The cell with its column's name, as evidence; '' when there is none. */
  readonly named: (row: CsvRecord, field: MappedField) => string;
  /** Somebody set the row aside in the tool. */
  readonly isSetAside: (row: CsvRecord) => boolean;
  /** The file's own names of a field's columns, in order of preference. */
  readonly headers: (field: MappedField) => readonly string[];
}

/** True for a line that holds every name of one of the mapping's identifying sets. */
export function isMappedHeader(mapping: ColumnMapping): (cells: readonly string[]) => boolean {
  const sets = mapping.identifiedBy.map((set) => set.map(plainWord));
  return (cells) => {
    const names = new Set(cells.map(plainWord));
    return sets.some((set) => set.every((name) => names.has(name)));
  };
}

/**
 * Finds a mapping's columns in a file's header.
 * @throws AppError REPORT_INVALID when two columns that it reads differ in case only, CSV_COLUMN_MISSING
 */
export function mappedColumns(mapping: ColumnMapping, header: readonly string[]): MappedColumns {
  const found = new Map(mappedFields.map((field) => [field, columnsOf(mapping, field, header)] as const));
  const missing = mapping.required.filter((field) => found.get(field)?.length === 0);
  if (missing.length > 0)
    throw reportColumnMissing(
      missing.map((field) => mapping.columns[field]?.[0] ?? field),
      header,
    );
  const headers = (field: MappedField): readonly string[] => found.get(field) ?? [];
  const named = (row: CsvRecord, field: MappedField): string | undefined =>
    headers(field).find((name) => row.get(name) !== '');
  const aside = (mapping.setAside ?? []).flatMap((accepted) => sameNames(accepted, header));
  return {
    headers,
    isSetAside: (row) => aside.some((name) => /^(?:true|yes|1)$/i.test(row.get(name))),
    cell: (row, field) => {
      const name = named(row, field);
      return name === undefined ? (mapping.constants?.[field] ?? '') : row.get(name);
    },
    named: (row, field) => {
      const name = named(row, field);
      return name === undefined ? '' : `${name}: ${row.get(name)}`;
    },
  };
}

function sameNames(accepted: string, header: readonly string[]): string[] {
  const wanted = plainWord(accepted);
  return header.filter((name) => plainWord(name) === wanted);
}

function columnsOf(mapping: ColumnMapping, field: MappedField, header: readonly string[]): string[] {
  return (mapping.columns[field] ?? []).flatMap((accepted) => {
    const wanted = plainWord(accepted);
    const same = sameNames(accepted, header);
    if (same.length > 1) {
      const first = header.findIndex((name) => plainWord(name) === wanted);
      const second = header.findIndex((name, index) => index > first && plainWord(name) === wanted);
      throw reportColumnTwice(first + 1, second + 1);
    }
    return same;
  });
}
