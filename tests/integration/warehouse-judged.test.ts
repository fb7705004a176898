import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { getAgeing } from '#lib/server/findings/get-ageing.ts';
import { getCompliance } from '#lib/server/findings/get-compliance.ts';
import { getFlow } from '#lib/server/findings/get-flow.ts';
import { getPosture } from '#lib/server/findings/get-posture.ts';
import { getTimeToPatch } from '#lib/server/findings/get-time-to-patch.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { listJudged } from '#lib/server/findings/list-judged.ts';
import { firstDay, randomScans } from './support/random-scans.ts';
import { makeSite, receive } from './support/test-app.ts';

const DAY = 86_400_000;
const day = (at: number) => new Date(at).toISOString().slice(0, 10);

/** Days on which everything is asked: within the history and long after it. */
const asked = [3, 20, 40, 75, 130, 400].map((days) => day(firstDay + days * DAY));

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
  const run = fc.asyncProperty(randomScans, async (scans) => {
    const site = makeSite(firstDay);
    const app = await site.open();
    try {
      for (const { at, envelope } of scans) {
        site.now = Math.max(site.now, at + 60_000);
        await receive(app, envelope);
      }
      site.now = firstDay + 600 * DAY;
      for (const asOf of asked) {
        const { inSql, inCore } = await judgedBothWays(app, asOf);
        expect(Object.fromEntries(inSql)).toEqual(Object.fromEntries(inCore));
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
  await fc.assert(run, { numRuns: 12, seed: 20261123 });
}, 300_000);

test('the flow of a week ends with what the posture of its last day says', async () => {
  const site = makeSite(firstDay);
  const app = await site.open();
  const [scans = []] = fc.sample(randomScans, { numRuns: 1, seed: 5 });
  for (const { at, envelope } of scans) {
    site.now = Math.max(site.now, at + 60_000);
    await receive(app, envelope);
  }
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
