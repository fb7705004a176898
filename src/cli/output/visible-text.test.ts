import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleJson, visibleLines, visibleText } from './visible-text.ts';

const dangerous = fc.constantFrom(
  '\u001b',
  '\u0000',
  '\u0007',
  '\u009b',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u2028',
  '\u{e0041}',
);
const hostile = fc.array(fc.oneof(fc.string(), dangerous)).map((parts) => parts.join(''));

describe('visibleText', () => {
  it('shows what a terminal would obey as its escape', () => {
    expect(visibleText('a\u001b[31mred\u0007')).toBe('a\\x1b[31mred\\x07');
    expect(visibleText('a\0b')).toBe('a␀b');
    expect(visibleText('safe\u202egnp.exe')).toBe('safe\\u202egnp.exe');
    expect(visibleText('one\ntwo\tthree')).toBe('one\\ntwo\\tthree');
  });

  it('keeps lines apart where there may be several, and lets none begin where ours do', () => {
    expect(visibleLines('one\n\u001b[2Jtwo\r\n\nthree', 2)).toBe('one\n  \\x1b[2Jtwo\\r\n\n  three');
  });

  it('leaves letters of every script as they are', () => {
    expect(visibleText('Zürich 東京 Ελλάδα 🔒')).toBe('Zürich 東京 Ελλάδα 🔒');
  });

  it('lets no control, direction or zero-width character through', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(visibleText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

describe('visibleJson', () => {
  it('is the same document', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), hostile, (value, text) => {
        const document = { value, text };
        const shown = visibleJson(JSON.stringify(document, null, 2));
        expect(JSON.parse(shown)).toEqual(JSON.parse(JSON.stringify(document)));
        expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
