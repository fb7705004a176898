/** Codenames of Debian's releases by number (https://www.debian.org/releases/). */
const CODENAMES = new Map([
  ['3.0', 'woody'],
  ['3.1', 'sarge'],
  ['4.0', 'etch'],
  ['5.0', 'lenny'],
  ['6.0', 'squeeze'],
  ['7', 'wheezy'],
  ['8', 'jessie'],
  ['9', 'stretch'],
  ['10', 'buster'],
  ['11', 'bullseye'],
  ['12', 'bookworm'],
  ['13', 'trixie'],
  ['14', 'forky'],
  ['15', 'duke'],
]);

/** `12` → `bookworm`; null for a number without a name. */
export function debianCodename(number: string): string | null {
  return CODENAMES.get(number) ?? null;
}
