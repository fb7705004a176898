import { expect, it } from 'vitest';
import { findingTitle, whyTitle } from './finding-title.ts';

it('says how it stands, and never more than is proven', () => {
  const about = { product: 'openssl', asset: 'web-01' };
  expect(findingTitle({ ...about, state: 'open' })).toBe('openssl on web-01 is still vulnerable');
  expect(findingTitle({ ...about, state: 'removed' })).toBe('openssl on web-01 is removed, proven by a scan');
  expect(findingTitle({ ...about, state: 'not_affected' })).toBe(
    'openssl on web-01 does not count, two persons decided',
  );
  expect(whyTitle({ ...about, state: 'not_affected' })).toBe('Why did it fail?');
});
