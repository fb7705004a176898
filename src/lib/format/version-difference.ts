/** A version cut where the comparison was decided. */
export interface VersionParts {
  readonly before: string;
  readonly part: string;
  readonly after: string;
}

const tokens = (version: string): string[] => version.match(/\d+|\D+/g) ?? [];
const isNumber = (token: string): boolean => /^\d+$/.test(token);
const same = (a: string, b: string): boolean =>
  a === b || (isNumber(a) && isNumber(b) && BigInt(a) === BigInt(b));

/**
 * Where two versions part ways, for tinting. It does not decide which one is higher: that is the work of
 * the version schemes.
 */
export function versionDifference(a: string, b: string): [VersionParts, VersionParts] {
  const left = tokens(a);
  const right = tokens(b);
  let index = 0;
  while (index < left.length && index < right.length && same(left[index] ?? '', right[index] ?? ''))
    index += 1;
  const cut = (all: string[]): VersionParts => ({
    before: all.slice(0, index).join(''),
    part: all[index] ?? '',
    after: all.slice(index + 1).join(''),
  });
  return [cut(left), cut(right)];
}
