import { readable } from './define-order.ts';

/** A Python version in normal form; numbers are digits of any length. */
export interface Pep440Version {
  readonly epoch: string;
  readonly release: readonly string[];
  readonly pre: { readonly letter: 'a' | 'b' | 'rc'; readonly number: string } | null;
  readonly post: string | null;
  readonly dev: string | null;
  /** Segments of the local version, in lower case; empty = none. */
  readonly local: readonly string[];
}

/** PEP 440, appendix B, on text in lower case; no part can repeat inside another, so matching is linear. */
const form = new RegExp(
  [
    '^v?(?:([0-9]+)!)?([0-9]+(?:\\.[0-9]+)*)',
    '(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?([0-9]+)?)?',
    '(?:-([0-9]+)|([-_.]?(?:post|rev|r)[-_.]?([0-9]+)?))?',
    '([-_.]?dev[-_.]?([0-9]+)?)?',
    '(?:\\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$',
  ].join(''),
);

function letterOf(word: string): 'a' | 'b' | 'rc' {
  if (word === 'alpha' || word === 'a') return 'a';
  return word === 'beta' || word === 'b' ? 'b' : 'rc';
}

/**
 * Reads a Python version in any spelling that PEP 440 allows.
 * @returns the version, or the sentence why it is none.
 */
export function parsePep440(text: string): Pep440Version | string {
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const match = form.exec(lower);
  if (match === null) return `${readable(text)} is not a version by PEP 440`;
  const [, epoch = '0', release = '', letter, number, implicitPost, post, postNumber, dev, devNumber, local] =
    match;
  return {
    epoch,
    release: release.split('.'),
    pre: letter === undefined ? null : { letter: letterOf(letter), number: number ?? '0' },
    post: implicitPost ?? (post === undefined ? null : (postNumber ?? '0')),
    dev: dev === undefined ? null : (devNumber ?? '0'),
    local: local?.split(/[-_.]/) ?? [],
  };
}
