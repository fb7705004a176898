const HEX = /^[0-9a-f]{64}$/i;

/**
 * The SHA-256 sum of a file in a published list, as lower-case hex; null where it is not listed. Reads the forms of
 * sha256sum (`<hex>  name`, `<hex> *name`), of BSD (`SHA256 (name) = <hex>`), and a lone sum.
 */
export function sumInList(list: string, fileName: string): string | null {
  const lines = list.split(/\r?\n/).filter((line) => line.trim() !== '');
  const [only = ''] = lines;
  if (lines.length === 1 && HEX.test(only.trim())) return only.trim().toLowerCase();
  for (const line of lines) {
    const [, plain, plainName] = /^([0-9a-f]{64})\s+\*?(.+?)\s*$/i.exec(line) ?? [];
    const [, bsdName, bsd] = /^SHA256 \((.+)\) = ([0-9a-f]{64})\s*$/i.exec(line) ?? [];
    const name = (plainName ?? bsdName)?.split('/').at(-1);
    const sum = plain ?? bsd;
    if (name === fileName && sum !== undefined) return sum.toLowerCase();
  }
  return null;
}
