import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasHidden, showsNothing, shownText, textAsShown, withoutHidden } from './hidden-text.ts';

const hidden = fc.constantFrom('\0', '\x07', '\x1b', '\x7f', '\x9b', '\u200e', '\u202e', '\u2066', '\u061c');
const hostile = fc.array(fc.oneof(fc.string(), hidden)).map((parts) => parts.join(''));

describe('characters that do not show', () => {
  it('are shown as their sign or their escape', () => {
    expect(shownText('a\0b\x1b[31m')).toBe('a␀b\\x1b[31m');
    expect(shownText('safe\u202egnp.exe')).toBe('safe\\u202egnp.exe');
    expect(shownText('one\r\ntwo\tthree Zürich 東京')).toBe('one\r\ntwo\tthree Zürich 東京');
  });

  it('come back from what is shown, and nothing else does', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        fc.pre(!/␀|\\[xu]/.test(text));
        expect(textAsShown(shownText(text))).toBe(text);
      }),
    );
    expect(textAsShown('CORP\\x41\\u0041')).toBe('CORP\\x41\\u0041');
  });

  it('are all of a text that shows nothing', () => {
    expect(['', ' \t', '\0\u202e ', 'a\0', '\u202e東'].map(showsNothing)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('are gone from what is shown, and from what is compared', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(hasHidden(shownText(text))).toBe(false);
        expect(hasHidden(withoutHidden(text))).toBe(false);
      }),
    );
    expect(withoutHidden('web\u200e1\0')).toBe('web1');
  });
});
