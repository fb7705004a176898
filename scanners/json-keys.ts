import type { AppError } from '#core/errors.ts';
import { inputError } from './failure.ts';
import { ownText } from './own-text.ts';

/**
 * What is told of the structure of a JSON text while it is read. Readers of JSON keep the last of two members of one
 * name in silence, and others the first: what such a text says depends on who reads it.
 */
export interface JsonKeys {
  /** @throws AppError JSON_TOO_DEEP */
  readonly open: (isObject: boolean) => void;
  readonly close: () => void;
  /** A comma: what follows is the next member or element. */
  readonly next: () => void;
  /** True where a text is the name of a member. */
  readonly atKey: () => boolean;
  /** @throws AppError JSON_DUPLICATE_KEY, JSON_KEY_FORBIDDEN, JSON_TOO_WIDE */
  readonly key: (name: string) => void;
}

interface Level {
  isObject: boolean;
  atKey: boolean;
  /** Name of the member, or index of the element, that is being read. */
  name: string;
  index: number;
  /** Names so far: a list while they are few, then a set. */
  few: string[];
  many: Set<string> | null;
}

const FEW = 16;
const MAX_NAMES = 1_000_000;
const MAX_PLACE = 160;

/** @param maxDepth levels of nesting */
export function createJsonKeys(maxDepth: number): JsonKeys {
  const levels: Level[] = [];
  let depth = 0;
  const pointer = (): string => pointerOf(levels.slice(0, depth));
  return {
    open: (isObject) => {
      if (depth === maxDepth) throw tooDeep(maxDepth, pointer());
      const level = (levels[depth] ??= newLevel());
      depth += 1;
      level.isObject = level.atKey = isObject;
      level.index = 0;
      level.name = '';
      level.few.length = 0;
      level.many = null;
    },
    close: () => {
      if (depth > 0) depth -= 1;
    },
    next: () => {
      const level = levels[depth - 1];
      if (depth === 0 || !level) return;
      level.atKey = level.isObject;
      level.index += 1;
    },
    atKey: () => depth > 0 && levels[depth - 1]?.atKey === true,
    key: (name) => {
      const level = levels[depth - 1];
      if (depth === 0 || !level) return;
      const isKnown = level.many?.has(name) ?? level.few.includes(name);
      level.atKey = false;
      level.name = name;
      if (isKnown) throw duplicateKey(pointer());
      if (isForbidden(name, levels[depth - 2])) throw forbiddenKey(pointer());
      if ((level.many?.size ?? 0) === MAX_NAMES) throw tooWide(pointer());
      keepName(level, name);
    },
  };
}

function newLevel(): Level {
  return { isObject: false, atKey: false, name: '', index: 0, few: [], many: null };
}

/** Of many names each has memory of its own: a part of a text keeps all of that text alive. */
function keepName(level: Level, name: string): void {
  if (level.many) level.many.add(ownText(name));
  else if (level.few.push(name) === FEW) level.many = new Set(level.few.map(ownText));
}

/** Names by which a careless copy of the value would reach what all objects inherit from. */
function isForbidden(name: string, parent: Level | undefined): boolean {
  return (
    name === '__proto__' ||
    (name === 'prototype' && parent?.isObject === true && parent.name === 'constructor')
  );
}

/** RFC 6901, as it can be shown: names are the file's, so control and direction characters are replaced. */
function pointerOf(levels: readonly Level[]): string {
  const steps = levels.map(({ isObject, name, index }) =>
    isObject ? name.replaceAll('~', '~0').replaceAll('/', '~1') : String(index),
  );
  const safe = steps
    .map((step) => `/${step}`)
    .join('')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�');
  return safe.length > MAX_PLACE ? `…${safe.slice(-MAX_PLACE)}` : safe;
}

const AGAIN = 'Get the file again from what wrote it; if it comes out the same, tell the maker of that tool.';

function refusal(code: string, message: string, pointer: string): AppError {
  return inputError(code, message, AGAIN, { pointer });
}

function tooDeep(maxDepth: number, pointer: string): AppError {
  return refusal(
    'JSON_TOO_DEEP',
    `The JSON is nested deeper than ${maxDepth} levels (at ${pointer}).`,
    pointer,
  );
}

function duplicateKey(pointer: string): AppError {
  const message = `The JSON has two members of one name (at ${pointer}); which of them counts cannot be told.`;
  return refusal('JSON_DUPLICATE_KEY', message, pointer);
}

function forbiddenKey(pointer: string): AppError {
  return refusal(
    'JSON_KEY_FORBIDDEN',
    `The JSON has a member of a name that is not accepted (at ${pointer}).`,
    pointer,
  );
}

function tooWide(pointer: string): AppError {
  const message = `The JSON has an object of more than ${MAX_NAMES.toLocaleString('en')} members (at ${pointer}).`;
  return refusal('JSON_TOO_WIDE', message, pointer);
}
