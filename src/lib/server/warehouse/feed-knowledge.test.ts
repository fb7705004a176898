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
