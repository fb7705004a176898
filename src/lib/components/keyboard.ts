export type Command =
  | { readonly kind: 'go'; readonly to: string }
  | {
      readonly kind:
        | 'search'
        | 'filter'
        | 'next'
        | 'previous'
        | 'open'
        | 'expand'
        | 'select'
        | 'navigation'
        | 'help'
        | 'escape'
        | 'moment';
    };

/** What the keyboard remembers: whether `g` was pressed just before. */
export interface KeyStep {
  readonly prefix: boolean;
  readonly command: Command | null;
}

const PLACES: Readonly<Record<string, string>> = {
  o: '/',
  t: '/time-to-patch',
  c: '/coverage',
  p: '/patches',
  f: '/findings?verdict=fail',
  a: '/assets',
  s: '/scans',
};

const KEYS: Readonly<Record<string, Command>> = {
  '/': { kind: 'search' },
  f: { kind: 'filter' },
  j: { kind: 'next' },
  k: { kind: 'previous' },
  o: { kind: 'open' },
  e: { kind: 'expand' },
  x: { kind: 'select' },
  t: { kind: 'moment' },
  '[': { kind: 'navigation' },
  '?': { kind: 'help' },
  Escape: { kind: 'escape' },
};

/** The keys as the help dialog lists them. */
export const keyHelp: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['/'], does: 'Search' },
  { keys: ['j'], does: 'Next row' },
  { keys: ['k'], does: 'Previous row' },
  { keys: ['o', 'Enter'], does: 'Open the row' },
  { keys: ['e'], does: 'Expand the row, where it can be' },
  { keys: ['x'], does: 'Select the row, where it can be' },
  { keys: ['f'], does: 'Add a filter' },
  { keys: ['t'], does: 'Choose the date looked at' },
  { keys: ['g', 'o'], does: 'Go to the posture' },
  { keys: ['g', 't'], does: 'Go to time to patch' },
  { keys: ['g', 'c'], does: 'Go to coverage' },
  { keys: ['g', 'p'], does: 'Go to patches' },
  { keys: ['g', 'f'], does: 'Go to findings' },
  { keys: ['g', 'a'], does: 'Go to assets' },
  { keys: ['g', 's'], does: 'Go to scans' },
  { keys: ['['], does: 'Hide or show the navigation' },
  { keys: ['Esc'], does: 'Close, or return to now' },
  { keys: ['?'], does: 'This list' },
];

/** What one key press means after the one before it. */
export function readKey(prefix: boolean, key: string): KeyStep {
  if (prefix) {
    const to = Object.hasOwn(PLACES, key) ? PLACES[key] : undefined;
    return { prefix: false, command: to ? { kind: 'go', to } : null };
  }
  if (key === 'g') return { prefix: true, command: null };
  return { prefix: false, command: Object.hasOwn(KEYS, key) ? (KEYS[key] ?? null) : null };
}

/** Keys are off while the reader types. A box to tick takes no text. */
export function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement && ['checkbox', 'radio'].includes(target.type)) return false;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}
