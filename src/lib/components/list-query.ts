import { textAsShown } from '#core/hidden-text.ts';

/** What every list reads from its address. Empty fields of a GET form count as not given. */
export interface ListQuery {
  readonly filters: Readonly<Record<string, string>>;
  readonly sort: string | undefined;
  readonly page: number;
  readonly asOf: string | undefined;
  readonly knownAt: number | undefined;
  readonly unit: string | undefined;
}

const given = (url: URL, name: string): string | undefined => url.searchParams.get(name)?.trim() || undefined;

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Only named filters are taken; anything else in the address is ignored. */
export function readListQuery(url: URL, names: readonly string[]): ListQuery {
  const filters: Record<string, string> = {};
  for (const name of names) {
    const value = readName(url, name);
    if (value !== undefined) filters[name] = value;
  }
  return {
    filters,
    sort: given(url, 'sort'),
    page: Math.max(1, wholeNumber(given(url, 'page')) ?? 1),
    ...readView(url),
  };
}

/** A name as it is, of one that a page linked with as it shows it. */
export function readName(url: URL, name: string): string | undefined {
  const value = given(url, name);
  return value === undefined ? undefined : textAsShown(value);
}

/** The moment looked at, up to which event it was known, and the business unit looked at. */
export function readView(url: URL): Pick<ListQuery, 'asOf' | 'knownAt' | 'unit'> {
  return {
    asOf: given(url, 'asOf'),
    knownAt: wholeNumber(given(url, 'knownAt')),
    unit: given(url, 'unit'),
  };
}
