import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Envelope } from '#scanners/envelope.ts';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { getAgeing } from '#lib/server/findings/get-ageing.ts';
import { getCompliance } from '#lib/server/findings/get-compliance.ts';
import { getFlow } from '#lib/server/findings/get-flow.ts';
import { getPosture } from '#lib/server/findings/get-posture.ts';
import { getTimeToPatch } from '#lib/server/findings/get-time-to-patch.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { listJudged } from '#lib/server/findings/list-judged.ts';
import { receiveAdvisories } from '#lib/server/imports/receive-advisories.ts';
import { receiveEnvelopes } from '#lib/server/scans/receive-envelope.ts';
import { debianEnvelope, failedEnvelope } from './support/debian-host.ts';
import type { SyntheticHost } from './support/debian-host.ts';
import { firstDay } from './support/random-scans.ts';
import { makeSite } from './support/test-app.ts';

const DAY = 86_400_000;
const day = (at: number) => new Date(at).toISOString().slice(0, 10);

/** Days on which everything is asked: round the deadline (rank medium: day 60), later, and long after everything. */
const asked = [3, 20, 59, 61, 64, 77, 105, 160, 400].map((days) => day(firstDay + days * DAY));

/** One host: on which days it is scanned, what was installed by then, and what its own log says of that. */
const history = fc.array(
  fc.record({
    day: fc.constantFrom(0, 1, 12, 27, 31, 57, 60, 61, 63, 76, 91, 104, 140, 158),
    kind: fc.constantFrom('complete', 'complete', 'complete', 'complete', 'failed'),
    installed: fc.constantFrom('1.0', '1.0', '1.1', null),
    logged: fc.option(fc.integer({ min: 1, max: 16 }), { nil: null }),
  }),
  { minLength: 1, maxLength: 5 },
);

type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

/** Fifty hosts, whose deadlines all lie round the same day. */
const estate = fc.array(history, { minLength: 50, maxLength: 50 });

function envelopesOf(hosts: readonly History[]): Envelope[] {
  const scans = hosts.flatMap((steps, host) =>
    steps.map((step, index) => {
      const startedAt = firstDay + step.day * DAY + index * 60_000;
      const name = `host-${host}`;
      if (step.kind === 'failed') return { startedAt, envelope: failedEnvelope({ name, startedAt }) };
      const { installed, logged } = step;
      const a = { version: installed ?? '', security: '1.1' };
      const log = logged === null ? [] : [{ at: startedAt - logged * DAY, name: 'a', version: installed }];
      const bash = { version: '5.2' };
      const packages: SyntheticHost['packages'] = installed === null ? { bash } : { a, bash };
      return { startedAt, envelope: debianEnvelope({ name, startedAt, packages, log }) };
    }),
  );
  return scans.sort((a, b) => a.startedAt - b.startedAt).map(({ envelope }) => envelope);
}

/** Known before anything is scanned: the deadline of 60 days is longer than the coverage window. */
const advisories = {
  schema: 'patchproof.advisories' as const,
  version: 1 as const,
  source: 'Security announcements',
  publishedAt: new Date(firstDay).toISOString(),
  advisories: [
    {
      id: 'DSA-1-1',
      title: 'a security update',
      released: null,
      severity: 'medium' as const,
      cves: [],
      knownExploited: null,
      products: [{ product: 'a', fixed: '1.1' }],
    },
  ],
};

async function openWith(hosts: readonly History[]) {
  const site = makeSite(firstDay);
  const app = await site.open();
  receiveAdvisories(app, localOperator, advisories);
  site.now = firstDay + 600 * DAY;
  receiveEnvelopes(app, localOperator, envelopesOf(hosts), { jobId: null, own: false });
  await app.warehouse.catchUp();
  return { site, app };
}

async function judgedBothWays(app: App, asOf: string) {
  const findings = await listFindings(app, localOperator, { asOf });
  const judged = await listJudged(app, localOperator, { asOf, from: '2026-01-01', to: '2028-01-01' });
  const inSql = new Map(judged.rows.map((row) => [row.id, [row.outcome, row.daysLate]]));
  const inCore = findings.rows
    .filter(({ judgement }) => judgement !== null && judgement !== 'pending')
    .map((row) => [row.id, [row.judgement, row.daysLate]] as const);
  return { inSql, inCore: new Map(inCore) };
}

/** What the lists count, for the figures that say the same. */
async function figures(app: App, asOf: string) {
  const posture = await getPosture(app, localOperator, { asOf });
  const flow = await getFlow(app, localOperator, { asOf, weeks: '80' });
  const ageing = await getAgeing(app, localOperator, { asOf });
  const compliance = await getCompliance(app, localOperator, { asOf, months: '24' });
  const judged = await listJudged(app, localOperator, { asOf, from: '2025-01-01', outcome: 'counted' });
  const survival = await getTimeToPatch(app, localOperator, { asOf, months: '24' });
  const findings = await listFindings(app, localOperator, { asOf });
  return { posture, flow, ageing, compliance, judged, survival, findings };
}

test('whatever the scans, SQL judges every finding as the domain does, and every figure is the count of its list', async () => {
  const outcomes = new Set<string>();
  const run = fc.asyncProperty(estate, async (hosts) => {
    const { site, app } = await openWith(hosts);
    try {
      for (const asOf of asked) {
        const { inSql, inCore } = await judgedBothWays(app, asOf);
        expect(Object.fromEntries(inSql)).toEqual(Object.fromEntries(inCore));
        for (const [outcome] of inSql.values()) outcomes.add(String(outcome));
        const { posture, flow, ageing, compliance, judged, survival, findings } = await figures(app, asOf);
        const last = flow.rows.at(-1);
        expect([last?.openAtEnd, last?.overdueAtEnd]).toEqual([posture.open, posture.overdue]);
        expect(flow.new + flow.reopened - flow.closed).toBe(posture.open);
        expect(ageing.all.all).toBe(posture.overdue);
        expect(findings.rows.filter((row) => row.overdue)).toHaveLength(posture.overdue);
        expect(compliance.rows.reduce((sum, row) => sum + row.all, 0)).toBe(judged.total);
        expect(survival.rows.reduce((sum, row) => sum + row.n, 0)).toBe(findings.total);
        expect(survival.rows.reduce((sum, row) => sum + row.events, 0)).toBe(
          findings.rows.filter(({ resolvedAt }) => resolvedAt !== null).length,
        );
      }
    } finally {
      await app.close();
      site.remove();
    }
  });
  await fc.assert(run, { numRuns: 6, seed: 20261123, endOnFailure: true });
  // The histories reach every way a deadline can end.
  expect([...outcomes].sort()).toEqual(['met', 'missed', 'missed-not-rescanned', 'unknown']);
}, 300_000);

test('the flow of a week ends with what the posture of its last day says', async () => {
  const [hosts = []] = fc.sample(estate, { numRuns: 1, seed: 5 });
  const { site, app } = await openWith(hosts);
  site.now = firstDay + 300 * DAY;
  const flow = await getFlow(app, localOperator, { weeks: '40' });
  for (const row of flow.rows.slice(0, -1)) {
    const sunday = day(Date.parse(row.week) + 6 * DAY);
    const posture = await getPosture(app, localOperator, { asOf: sunday });
    expect([row.week, row.openAtEnd, row.overdueAtEnd]).toEqual([row.week, posture.open, posture.overdue]);
  }
  await app.close();
  site.remove();
}, 120_000);
