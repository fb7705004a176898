import { pageParams, readSort } from './list-input.ts';
import type { ListInput } from './list-input.ts';

type Key = string | number | null;

/** What each column sorts by; null comes last either way. */
export type SortKeys<Row> = Readonly<Record<string, (row: Row) => Key>>;

/**
 * The page of a short list that is all at hand, sorted as asked for; rows that are alike keep their order.
 * @throws AppError QUERY_INVALID
 */
export function listAtHand<Row>(
  rows: readonly Row[],
  query: ListInput,
  keys: SortKeys<Row>,
): { readonly total: number; readonly rows: readonly Row[] } {
  const sort = readSort(query.sort, Object.keys(keys));
  const { limit, offset } = pageParams(query);
  const key = sort === null ? undefined : keys[sort.replace(/^-/, '')];
  const direction = sort?.startsWith('-') ? -1 : 1;
  const sorted = key ? rows.toSorted((a, b) => compare(key(a), key(b), direction)) : rows;
  return { total: rows.length, rows: sorted.slice(offset, offset + limit) };
}

/** Whether one of the texts contains what was asked for, whatever the case; nothing asked for is everywhere. */
export function mentions(q: string | undefined, texts: readonly string[]): boolean {
  const sought = q?.toLowerCase();
  return sought === undefined || texts.some((text) => text.toLowerCase().includes(sought));
}

function compare(a: Key, b: Key, direction: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return direction * (a - b);
  return direction * String(a).localeCompare(String(b));
}
