import { expect, test } from 'vitest';
import { bodyLine } from './log-words.ts';

test('the content of an event is one line, cut where it is too long', () => {
  expect(bodyLine({ reason: 'too late', ids: [1, 2], by: null })).toBe(
    'reason: too late, ids: [1,2], by: null',
  );
  expect(bodyLine({ text: 'x'.repeat(200) }, 20)).toBe(`text: ${'x'.repeat(13)}…`);
  expect(bodyLine(null)).toBe('');
});
