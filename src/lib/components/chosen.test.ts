import { expect, test } from 'vitest';
import { chosenOf, linkChosen } from './chosen.ts';

const [a, b] = ['0123456789abcdef', 'fedcba9876543210'];

test('what is chosen stands in the address, from links and from forms, each once', () => {
  expect(chosenOf(new URL(`http://x/patches?select=${a},${b}&select=${a}&select=%27`))).toEqual([a, b]);
  expect(linkChosen(new URL(`http://x/patches?rank=high&select=${a}`), [a, b])).toBe(
    `/patches?rank=high&select=${a}%2C${b}`,
  );
  expect(linkChosen(new URL(`http://x/patches?select=${a}`), [])).toBe('/patches');
});
