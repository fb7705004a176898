import { AppError } from '#core/errors.ts';

/** Sorting and paging that every list takes. */
export interface ListInput {
  /** Column name, with a leading minus for descending. */
  readonly sort?: string | undefined;
  /** From 1. */
  readonly page?: number | undefined;
  /** Rows a page; absent = all, up to the limit of an export. */
  readonly pageSize?: number | undefined;
}

const MAX_ROWS = 100_000;

/** @throws AppError QUERY_INVALID */
export function pageParams({ page = 1, pageSize = MAX_ROWS }: ListInput): { limit: number; offset: number } {
  const isCount = (value: number) => Number.isInteger(value) && value >= 1 && value <= MAX_ROWS;
  if (!isCount(page) || !isCount(pageSize)) throw invalid('page', `a number from 1 to ${MAX_ROWS}`);
  return { limit: pageSize, offset: (page - 1) * pageSize };
}

/** @throws AppError QUERY_INVALID for a column that the list cannot sort by */
export function readSort(sort: string | undefined, columns: readonly string[]): string | null {
  if (sort === undefined) return null;
  if (columns.includes(sort.replace(/^-/, ''))) return sort;
  throw invalid('sort', `one of ${columns.join(', ')}, with a leading minus for descending`);
}

/** @throws AppError QUERY_INVALID for a filter value that no row can have */
export function refuseUnknown(
  query: Readonly<Record<string, unknown>>,
  allowed: Readonly<Record<string, readonly string[]>>,
): void {
  for (const [name, values] of Object.entries(allowed)) {
    const value = query[name];
    if (value !== undefined && !values.includes(String(value)))
      throw invalid(name, `one of ${values.join(', ')}`);
  }
}

function invalid(field: string, wanted: string): AppError {
  return new AppError({
    code: 'QUERY_INVALID',
    message: `The value of ${field} is not accepted.`,
    remedy: `Give ${wanted}.`,
    where: { field },
  });
}
