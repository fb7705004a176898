/**
 * The `limit` first items in the order of `compare`, without sorting the others: a kernel fix has thousands of CVEs.
 * @example firstFew([3, 1, 2], (a, b) => a - b, 2) // [1, 2]
 */
export function firstFew<Item>(
  items: Iterable<Item>,
  compare: (a: Item, b: Item) => number,
  limit: number,
): Item[] {
  const few: Item[] = [];
  for (const item of items) {
    const last = few.at(-1);
    if (few.length === limit && last !== undefined && compare(item, last) >= 0) continue;
    const place = few.findIndex((other) => compare(item, other) < 0);
    few.splice(place === -1 ? few.length : place, 0, item);
    if (few.length > limit) few.pop();
  }
  return few;
}

/** Order by code units: the same on every machine, whatever its language. */
export function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
