import { expect, it } from 'vitest';
import { platformLabel } from './platform-words.ts';

it.each([
  ['debian/bookworm', 'debian/bookworm'],
  ['purl/', 'any system'],
  ['windows/', 'windows, installed updates not listed'],
  ['windows/+listed+on windows server 2022', 'windows server 2022 without listed updates'],
  ['windows/+KB5002500+listed+on windows server 2022', 'windows server 2022 with KB5002500'],
])('the platform %s is called %s', (text, words) => {
  expect(platformLabel(text)).toBe(words);
});
