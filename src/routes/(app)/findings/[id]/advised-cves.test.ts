import { describe, expect, it } from 'vitest';
import { filesOf, ssvcWords, unscoredWords, worstFirst } from './advised-cves.ts';
import type { AdvisedCve } from './advised-cves.ts';

const cve = (name: string, more: Partial<AdvisedCve> = {}): AdvisedCve => ({
  cve: name,
  cvss: null,
  epss: null,
  kev: null,
  ssvc: null,
  rejected: false,
  fixed: '2',
  record: null,
  ...more,
});
const scored = (name: string, score: number, more: Partial<AdvisedCve> = {}) =>
  cve(name, { cvss: { score, version: '3.1', source: 'nvd@nist.gov', vector: '' }, ...more });
const record = (seq: number) => ({
  feed: 'debian-tracker',
  at: `$.${seq}`,
  seq,
  file: 'data.json',
  sha256: 'ab',
  publishedAt: null,
  receivedAt: null,
});

describe('worstFirst', () => {
  it('puts what is exploited before any score, what has no score after those with one, rejected ones last', () => {
    const all = [
      cve('CVE-2026-4'),
      scored('CVE-2026-3', 5),
      scored('CVE-2026-9', 10, { rejected: true }),
      scored('CVE-2026-2', 9.8),
      cve('CVE-2026-1', { kev: { added: '2026-01-01', ransomware: null } }),
    ];
    expect(worstFirst(all).map(({ cve: name }) => name)).toEqual([
      'CVE-2026-1',
      'CVE-2026-2',
      'CVE-2026-3',
      'CVE-2026-4',
      'CVE-2026-9',
    ]);
  });

  it('leaves the list it was given as it was', () => {
    const all = [scored('CVE-2026-1', 1), scored('CVE-2026-2', 2)];
    worstFirst(all);
    expect(all[0]?.cve).toBe('CVE-2026-1');
  });
});

describe('filesOf', () => {
  it('names each file once, however many records stand in it', () => {
    const files = filesOf([
      cve('CVE-2026-1', { record: record(7) }),
      cve('CVE-2026-2', { record: record(7) }),
      cve('CVE-2026-3', { record: record(8) }),
      cve('CVE-2026-4'),
    ]);
    expect(files.map(({ seq }) => seq)).toEqual([7, 8]);
  });
});

describe('unscoredWords', () => {
  it('counts what has no score, and leaves rejected ones out', () => {
    expect(unscoredWords([scored('CVE-2026-1', 5), cve('CVE-2026-2')])).toBe('1 not scored yet');
    expect(unscoredWords([cve('CVE-2026-1')])).toBe('none scored yet');
    expect(unscoredWords([scored('CVE-2026-1', 5), cve('CVE-2026-2', { rejected: true })])).toBeNull();
  });
});

describe('ssvcWords', () => {
  it('says the three decision points', () => {
    const known = cve('CVE-2026-1', { ssvc: { exploitation: 'poc', automatable: true, impact: 'total' } });
    expect(ssvcWords(known)).toBe('proof of concept, automatable, total impact');
    expect(ssvcWords(cve('CVE-2026-1'))).toBeNull();
  });
});
