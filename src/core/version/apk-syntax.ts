import { readable } from './define-order.ts';

export interface ApkToken {
  readonly kind:
    | 'first number'
    | 'number'
    | 'letter'
    | 'suffix'
    | 'suffix number'
    | 'commit'
    | 'revision'
    | 'end'
    /** All the rest of a version from where it cannot be read. */
    | 'invalid';
  /** Without the dot, tilde or `-r` that leads it; a suffix keeps its underscore. */
  readonly text: string;
}

export interface ApkVersion {
  readonly text: string;
  readonly tokens: readonly ApkToken[];
}

const form =
  /^[0-9]+(?:\.[0-9]+)*[a-z]?(?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)(?![a-z])[0-9]*)*(?:~[0-9a-f]+)?(?:-r[0-9]+)?/;
const pieces = /\.?[0-9]+|_[a-z]+|~[0-9a-f]+|-r[0-9]+|[a-z]/g;

function tokenOf(piece: string, before: ApkToken | undefined): ApkToken {
  if (before === undefined) return { kind: 'first number', text: piece };
  if (piece.startsWith('.')) return { kind: 'number', text: piece.slice(1) };
  if (piece.startsWith('_')) return { kind: 'suffix', text: piece };
  if (piece.startsWith('~')) return { kind: 'commit', text: piece.slice(1) };
  if (piece.startsWith('-')) return { kind: 'revision', text: piece.slice(2) };
  return { kind: before.kind === 'suffix' ? 'suffix number' : 'letter', text: piece };
}

/** The sentence for a version that cannot be read, or not far enough. */
export function notApk(text: string): string {
  return `${readable(text)} is not of the form of an Alpine package version`;
}

/**
 * Reads an Alpine package version, `digit{.digit}...{letter}{_suffix{number}}...{~hash}{-r#}`, as far as it is one.
 * @returns the version, or the sentence why it is none.
 */
export function parseApk(text: string): ApkVersion | string {
  const valid = form.exec(text)?.[0];
  if (valid === undefined) return notApk(text);
  const tokens: ApkToken[] = [];
  for (const piece of valid.match(pieces) ?? []) tokens.push(tokenOf(piece, tokens.at(-1)));
  if (valid.length < text.length) tokens.push({ kind: 'invalid', text: text.slice(valid.length) });
  return { text, tokens };
}
