import { shownText } from '#core/hidden-text.ts';

/** Data of a page in which every text shows what does not show by itself; the same object where there is nothing to show. */
export function shownData<T>(data: T): T {
  // Only texts are exchanged, each for a text.
  return shown(data) as T;
}

function shown(value: unknown): unknown {
  if (typeof value === 'string') return shownText(value);
  if (Array.isArray(value)) {
    const items = value.map(shown);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isPlain(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [name, shown(member)] as const);
  return members.some(([name, member]) => member !== value[name]) ? Object.fromEntries(members) : value;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
