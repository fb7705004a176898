import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceText, lineOrNull, lineText } from './report-text.ts';

describe('texts of a report', () => {
  it('keep control characters and marks of direction as they came', () => {
    expect(evidenceText('a\0b\x1b[31mc\u202e\r\nd\te')).toBe('a\0b\x1b[31mc\u202e\nd\te');
    expect(lineText(' a\n\n b\u2066\x1b ')).toBe('a b\u2066\x1b');
  });

  it('hold no character that stands between the parts of a key', () => {
    expect(lineText('a\x1cb\x1dc\x1ed\x1fe')).toBe('a␜b␝c␞d␟e');
  });

  it('are cut at their limit, never through a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\u{1f600}', ' '), minLength: 3990, maxLength: 4010 }),
        (text) => {
          const clean = evidenceText(text);
          expect(clean.length).toBeLessThanOrEqual(4000);
          expect(clean.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('are null when nothing of them shows', () => {
    expect([lineOrNull(' \0 '), lineOrNull(null), lineOrNull('x')]).toEqual([null, null, 'x']);
  });
});
