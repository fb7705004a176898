import { expect, test } from 'vitest';
import { sourceOfFix } from './source-of-fix.ts';

const finding = { advisory: null, fix: 'security-update:openssl@3.0.15-1', detectedBy: 'scan 1' };

test('the version of a finding that another tool reports is named by that tool', () => {
  const claims = [
    { scanId: 'scan 0', tool: 'Trivy' },
    { scanId: 'scan 1', tool: 'Nessus' },
  ];
  expect(sourceOfFix(finding, claims, '3.0.15-1')).toBe('named by Nessus');
});

test('that of our own scan comes from the archive, whatever other tools say of it too', () => {
  expect(sourceOfFix(finding, [{ scanId: 'scan 0', tool: 'Trivy' }], '3.0.15-1')).toBe(
    'security archive of the host',
  );
});

test('an advisory is named, and a vendor’s fix that is no version', () => {
  expect(sourceOfFix({ ...finding, advisory: 'DSA-5000-1' }, [], '3.0.15-1')).toBe('DSA-5000-1');
  expect(sourceOfFix({ ...finding, fix: 'DSA-5000-1' }, [], '3.0.15-1')).toBe('DSA-5000-1');
});
