/** What a package URL of type `rpm` or `rpmmod` says. */
export interface RpmPurl {
  readonly type: string;
  readonly name: string;
  readonly version: string | null;
  readonly arch: string | null;
  readonly epoch: string | null;
  /** The source package that it was built from, as SUSE writes it of binaries; null = not told. */
  readonly upstream: string | null;
  /** `name:stream`, as it stands there. */
  readonly module: string | null;
}

/**
 * Reads a package URL far enough for RPM products (purl specification: `pkg:type/namespace/name@version?qualifiers`).
 * Written out here because documents hold very many of them; null where it is none.
 */
export function readRpmPurl(text: string): RpmPurl | null {
  if (text.length > 1000) return null;
  const match = /^pkg:([A-Za-z0-9.+-]+)\/+(?:([^@?#]*)\/)?([^/@?#]+)(?:@([^?#]*))?(?:\?([^#]*))?/.exec(text);
  if (match === null) return null;
  const [, type = '', , name = '', version, query = ''] = match;
  const qualifiers = new Map<string, string>();
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    if (equals > 0) qualifiers.set(pair.slice(0, equals), decoded(pair.slice(equals + 1)) ?? '');
  }
  const plainName = decoded(name);
  if (plainName === null) return null;
  return {
    type: type.toLowerCase(),
    name: plainName,
    version: version === undefined || version === '' ? null : decoded(version),
    arch: qualifiers.get('arch') ?? null,
    epoch: qualifiers.get('epoch') ?? null,
    upstream: qualifiers.get('upstream') ?? null,
    module: qualifiers.get('rpmmod') ?? null,
  };
}

function decoded(text: string): string | null {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
