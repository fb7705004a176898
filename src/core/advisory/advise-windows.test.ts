import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adviceKeyText } from './advice-key.ts';
import { advise } from './advise.ts';
import type { FeedKnowledge, KnownStatement } from './advise.ts';
import type { AdvisoryNotice } from './feed-item.ts';

interface Month {
  readonly kb: string;
  readonly build?: string;
  readonly day: string;
  readonly replaces?: readonly string[];
  readonly cve?: string;
}

const product = 'Windows Server 2022';

const statementOf = ({ kb, build, cve = `CVE-2026-${kb.slice(2)}` }: Month): KnownStatement => ({
  kind: 'statement',
  ecosystem: 'windows',
  release: '',
  product,
  keyedBy: 'product',
  arch: null,
  module: null,
  repository: null,
  vulnerability: cve,
  advisory: kb,
  status: 'fixed',
  fixed: build ?? null,
  introduced: null,
  scheme: 'windows',
  note: null,
  at: '$',
  feed: 'msrc',
  seq: 1,
});

const knowledgeOf = (months: readonly Month[]): FeedKnowledge => ({
  notice: (id) => {
    const month = months.find(({ kb }) => kb === id);
    if (!month) return undefined;
    const { day: released, replaces = [] } = month;
    return {
      id,
      about: 'security',
      withdrawn: null,
      severity: 'high',
      released,
      replaces,
    } as AdvisoryNotice & {
      readonly id: string;
    };
  },
  facts: () => undefined,
});

const ask = (months: readonly Month[], version: string, updates = '') =>
  advise(
    adviceKeyText({
      platform: `windows/${updates}`,
      product: `${product}.x64`,
      version,
      source: product,
      module: '',
    }),
    months.map(statementOf),
    knowledgeOf(months),
  );

const months: readonly Month[] = [
  { kb: 'KB5000001', build: '10.0.20348.100', day: '2026-01-13' },
  { kb: 'KB5000002', build: '10.0.20348.200', day: '2026-02-10', replaces: ['KB5000001'] },
  { kb: 'KB5000003', build: '10.0.20348.300', day: '2026-03-10', replaces: ['KB5000002'] },
];

describe('what Microsoft says of an installed build', () => {
  it('is the newest update, what it carries, and the clock of the oldest', () => {
    expect(ask(months, '10.0.20348.150')).toMatchObject({
      advisory: 'KB5000003',
      supersedes: ['KB5000002'],
      fixed: '10.0.20348.300',
      released: '2026-02-10',
      severity: 'high',
      unknown: [],
    });
  });

  it('is nothing missing at the newest build', () => {
    expect(ask(months, '10.0.20348.300')).toMatchObject({ advisory: null, fixed: null, cves: [] });
  });

  it('of two updates that each end a flaw needs one', () => {
    const both: Month[] = [
      { kb: 'KB5000011', build: '10.0.20348.290', day: '2026-03-10', cve: 'CVE-2026-1' },
      { kb: 'KB5000012', build: '10.0.20348.300', day: '2026-03-10', cve: 'CVE-2026-1' },
    ];
    expect(ask(both, '10.0.20348.295')).toMatchObject({ fixed: null, cves: [] });
  });

  it('is unknown for a bare build, with the reason', () => {
    expect(ask(months, '20348.150')).toMatchObject({
      fixed: null,
      unknown: [{ why: expect.stringContaining('cannot be compared') }, {}, {}],
    });
  });

  it('never misses what is below and never names what is reached, whatever the order of the records', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 400 }),
        fc.shuffledSubarray([...months], { minLength: 1 }),
        (revision, known) => {
          const above = known.filter(({ build }) => Number(build?.split('.')[3]) > revision);
          const found = ask(known, `10.0.20348.${revision}`);
          expect(found?.cves).toEqual(above.map(({ kb }) => `CVE-2026-${kb.slice(2)}`).sort());
          const ids = above
            .map(({ kb }) => kb)
            .sort()
            .reverse();
          expect([found?.advisory, ...(found?.supersedes ?? [])]).toEqual(ids.length > 0 ? ids : [null]);
        },
      ),
    );
  });
});

describe('updates without builds', () => {
  const lines: readonly Month[] = [
    { kb: 'KB5000001', day: '2026-01-13' },
    { kb: 'KB5000002', day: '2026-02-10', replaces: ['KB5000001'] },
    { kb: 'KB5000009', day: '2026-02-10' },
  ];

  it('are named by the newest of each line', () => {
    expect(ask(lines, '16.0', '+listed')).toMatchObject({
      updates: { missing: ['KB5000002', 'KB5000009'], inPlace: [] },
      supersedes: ['KB5000001'],
      released: '2026-01-13',
    });
    expect(ask(lines, '16.0', '+KB5000002+listed')).toMatchObject({
      advisory: 'KB5000009',
      fixed: 'KB5000009',
      updates: { missing: ['KB5000009'], inPlace: ['KB5000001', 'KB5000002'] },
    });
  });

  it('are unknown where nobody lists them', () => {
    expect(ask(lines, '16.0')).toMatchObject({ fixed: null, unknown: [{}, {}, {}] });
  });
});
