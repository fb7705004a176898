import { expect, it } from 'vitest';
import { basisWord, desirabilityWord } from './desirability-words.ts';

it('a patch that nobody rated says so', () => {
  expect(desirabilityWord(null)).toBe('Not rated');
  expect(desirabilityWord('undesirable')).toBe('Undesirable');
});

it('a rating after a test names it', () => {
  expect(basisWord({ basis: 'research', reference: null })).toBe('By research');
  expect(basisWord({ basis: 'test', reference: 'T-17' })).toBe('After the test T-17');
});
