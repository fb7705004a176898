import { expect, it } from 'vitest';
import { findingId } from './finding-id.ts';

it('tells a finding of our own from one that a report brought for the same fix and product', () => {
  const finding = { fix: 'security-update:openssl@3.0.14', product: 'openssl', reopenNo: 0 };
  expect(findingId('a', finding)).toBe(findingId('a', finding, 'own'));
  expect(findingId('a', finding, 'reported')).not.toBe(findingId('a', finding));
});
