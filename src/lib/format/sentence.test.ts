import { expect, it } from 'vitest';
import { sentenceOf } from './sentence.ts';

it('begins with a capital and ends with one full stop', () => {
  expect(sentenceOf('1.2 is lower than 1.3')).toBe('1.2 is lower than 1.3.');
  expect(sentenceOf('nobody verified them.')).toBe('Nobody verified them.');
});
