type Params = Readonly<Record<string, string | number | null | undefined>>;

/** Path and query of `url` with some parameters changed; null or an empty text removes one. */
export function linkWith(url: URL, changes: Params): string {
  const params = new URLSearchParams(url.searchParams);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === '') params.delete(name);
    else params.set(name, String(value));
  }
  const query = params.toString();
  return query === '' ? url.pathname : `${url.pathname}?${query}`;
}

/** A path with the parameters that travel with the reader (the date and the unit looked at) taken from `url`. */
export function linkTo(path: string, url: URL, params: Params = {}): string {
  const target = new URL(path, url);
  for (const name of ['asOf', 'knownAt', 'unit']) {
    const value = url.searchParams.get(name);
    if (value) target.searchParams.set(name, value);
  }
  return linkWith(target, params);
}

/** The link of a table head: sorts by the column, or turns the order round (`-column`) when it is sorted already. */
export function sortLink(url: URL, column: string, sort: string): string {
  return linkWith(url, { sort: sort === column ? `-${column}` : column, page: null });
}

/**
 * Where to go after signing in: a path of this site or `/`. Anything a browser could read as another
 * host (`//host`, `/\host`, control characters, a full address) is refused.
 */
export function safeNext(next: string | null | undefined): string {
  if (!next || !next.startsWith('/') || /^\/[/\\]/.test(next) || /[\\\u0000-\u001f\u007f]/.test(next))
    return '/';
  const url = new URL(next, 'http://origin.invalid');
  // Dot segments are gone now: `/.//host` has become `//host`.
  const inside = url.host === 'origin.invalid' && !url.pathname.startsWith('//');
  return inside ? `${url.pathname}${url.search}${url.hash}` : '/';
}
