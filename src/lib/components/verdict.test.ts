import { describe, expect, it } from 'vitest';
import { toMark } from './verdict.ts';

describe('verdict marks', () => {
  it('knows the four verdicts', () => {
    for (const verdict of ['pass', 'fail', 'indeterminate', 'not-scanned'])
      expect(toMark(verdict)).toBe(verdict);
  });
  it('draws a value it does not know as cannot tell, never as a pass', () => {
    for (const verdict of ['', 'ok', 'toString', 'PASS']) expect(toMark(verdict)).toBe('indeterminate');
  });
});
