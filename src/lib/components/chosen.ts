import { linkWith } from './links.ts';

/** Ids chosen in a list, as its address has them: `select=a,b`, or `select=a&select=b` as a form sends them. */
export function chosenOf(url: URL): string[] {
  const ids = url.searchParams.getAll('select').flatMap((text) => text.split(','));
  return [...new Set(ids.filter((id) => /^[0-9a-f]{16}$/.test(id)))];
}

/** The same address with other ids chosen. */
export function linkChosen(url: URL, ids: readonly string[]): string {
  return linkWith(url, { select: ids.join(',') });
}
