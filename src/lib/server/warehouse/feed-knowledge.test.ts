import { expect, test } from 'vitest';
import { feedKnowledge } from './feed-knowledge.ts';

test('the catalogue’s word on ransomware wins over a record that only says listed, in any order', () => {
  const entry = { kind: 'kev', cve: 'CVE-2026-0001', name: '', due: null, action: '', at: '' } as const;
  const catalogue = { ...entry, added: '2026-05-02', ransomware: true } as const;
  const record = { ...entry, added: '2026-05-01', ransomware: null } as const;
  for (const given of [
    [catalogue, record],
    [record, catalogue],
  ])
    expect(feedKnowledge(given).facts(entry.cve)?.kev).toEqual({ added: '2026-05-01', ransomware: true });
});

test('a vendor’s notice of a CVE is told from another vendor’s of the same number', () => {
  const notice = {
    kind: 'advisory',
    id: 'CVE-2026-0001',
    title: '',
    released: null,
    severity: null,
    rating: null,
    cves: [],
    url: null,
    withdrawn: null,
    replaces: [],
    steps: null,
    at: '',
  } as const;
  const { notice: told } = feedKnowledge([
    { ...notice, ecosystem: 'redhat', about: 'security' },
    { ...notice, ecosystem: 'windows', about: 'settings' },
  ]);
  expect(told('CVE-2026-0001')?.about).toBe('security');
  expect(told('CVE-2026-0001', 'windows')?.about).toBe('settings');
  expect(told('CVE-2026-0001', 'suse')).toBeUndefined();
});
