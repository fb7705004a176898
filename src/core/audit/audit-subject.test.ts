import { expect, test } from 'vitest';
import { readSubject } from './audit-subject.ts';

test.each([
  ['/findings/ab12', 'finding', 'ab12'],
  ['/patches/security-update%3Aopenssl%401.1', 'patch', 'security-update:openssl@1.1'],
  ['/assets/ab?tab=packages#top', 'asset', 'ab'],
  ['/exceptions/EX-0012', 'exception', 'EX-0012'],
  ['/policy/versions/3', 'policy', '3'],
  ['/registers/asv-scans/RG-0007', 'register', 'RG-0007'],
  [' /scans/ab ', 'scan', 'ab'],
] as const)('%s names one %s', (text, kind, id) => {
  expect(readSubject(text)).toMatchObject({ kind, id });
});

test.each([
  '',
  '/',
  '/findings',
  '/findings/a/rank',
  '/assets/decide',
  '/assets/import',
  '/exceptions/new',
  '/settings/people',
  '//evil.example/findings/a',
  'https://evil.example/findings/a',
  'javascript:alert(1)',
  '/findings/%zz',
  '/policy/versions/1e3',
])('%s names nothing', (text) => {
  expect(readSubject(text)).toBeNull();
});
