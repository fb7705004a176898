import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceText, lineOrNull, lineText } from './report-text.ts';

describe('texts of a report', () => {
  it('lose control characters and marks of direction, but keep their lines', () => {
    expect(evidenceText('a\0b\x1b[31mc\u202e\r\nd\te')).toBe('ab[31mc\nd\te');
    expect(lineText(' a\n\n b\u2066 ')).toBe('a b');
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

  it('are null when nothing is left', () => {
    expect([lineOrNull(' \0 '), lineOrNull(null), lineOrNull('x')]).toEqual([null, null, 'x']);
  });
});
