import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { debianEnvelope, failedEnvelope } from './support/debian-host.ts';
import type { SyntheticHost } from './support/debian-host.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

/** Detected on 1 May 2026 in a policy of Europe/Berlin, not ranked: due after 30 days, on 31 May. */
const due = '2026-05-31T21:59:59.999Z';
const at = (text: string) => Date.parse(`2026-${text}:00.000Z`);

const missing = (name: string, when: string, changes: Partial<SyntheticHost> = {}) =>
  debianEnvelope({
    name,
    startedAt: at(when),
    packages: { openssl: { version: '3.0', security: '3.1' } },
    ...changes,
  });

const fixed = (name: string, when: string, changes: Partial<SyntheticHost> = {}) =>
  debianEnvelope({
    name,
    startedAt: at(when),
    packages: { openssl: { version: '3.1', security: '3.1' } },
    ...changes,
  });

const installed = (when: string) => ({ log: [{ at: at(when), name: 'openssl', version: '3.1' }] });

let site: TestSite;
let app: App;

beforeAll(async () => {
  site = makeSite(at('10-20T08:00'), 'Europe/Berlin');
  app = await site.open();
  const envelopes = [
    missing('by-record', '05-01T08:00'),
    missing('by-record', '05-15T08:00'),
    fixed('by-record', '06-03T08:00', installed('05-20T10:00')),

    missing('by-scan', '05-01T08:00'),
    missing('by-scan', '05-15T08:00'),
    fixed('by-scan', '06-03T08:00'),

    missing('late-record', '05-01T08:00'),
    missing('late-record', '05-15T08:00'),
    fixed('late-record', '06-20T08:00', installed('06-10T10:00')),

    missing('still-open', '05-01T08:00'),
    missing('still-open', '06-02T08:00'),

    missing('forgotten', '05-01T08:00'),

    missing('contradicted', '05-01T08:00'),
    missing('contradicted', '05-25T08:00'),
    fixed('contradicted', '06-03T08:00', installed('05-20T10:00')),

    missing('reopened', '05-01T08:00'),
    missing('reopened', '05-15T08:00'),
    fixed('reopened', '06-03T08:00', installed('05-20T10:00')),
  ];
  for (const envelope of envelopes) await receive(app, envelope);
}, 120_000);

afterAll(async () => {
  await app.close();
  site.remove();
});

async function finding(asset: string, asOf?: string, knownAt?: number) {
  const { rows } = await listFindings(app, localOperator, { asset, asOf, knownAt });
  expect(rows).toHaveLength(1);
  return rows[0] ?? expect.fail();
}

test('a finding nobody ranked is due like one of rank high, by the policy’s zone, and says that its clock is a proxy', async () => {
  expect(await finding('still-open', '2026-05-10')).toMatchObject({
    due,
    rank: 'high',
    ranked: false,
    limit: 'P30D',
    rule: 'own',
    clockBasis: 'proxy',
    policyVersion: 1,
    firstDetected: '2026-05-01T08:00:00.000Z',
  });
});

describe('judged', () => {
  test.each([
    ['still-open', '2026-05-30', 'pending', null],
    ['still-open', '2026-05-31', 'missed-not-rescanned', 0],
    ['still-open', '2026-06-01', 'missed-not-rescanned', 1],
    ['still-open', '2026-06-02', 'missed', 2],
    ['by-record', '2026-05-25', 'pending', null],
    ['by-record', '2026-06-02', 'missed-not-rescanned', 2],
    ['by-record', '2026-06-03', 'met', null],
    ['by-scan', '2026-06-02', 'missed-not-rescanned', 2],
    ['by-scan', '2026-06-03', 'missed', 3],
    ['late-record', '2026-06-20', 'missed', 10],
    ['contradicted', '2026-06-03', 'missed', 3],
    ['forgotten', '2026-06-15', 'missed-not-rescanned', 15],
  ])('%s as of %s: %s', async (asset, asOf, judgement, daysLate) => {
    expect(await finding(asset, asOf)).toMatchObject({ judgement, daysLate });
  });

  test('unknown where only a partial scan saw the flaw and none covers the due date', async () => {
    await receive(app, missing('glimpsed', '05-01T08:00', { broken: { upgrade: 'timeout' } }));
    await receive(app, failedEnvelope({ name: 'glimpsed', startedAt: at('06-20T08:00') }));
    expect(await finding('glimpsed', '2026-06-21')).toMatchObject({ judgement: 'unknown', due });
    // A record that the first sufficient scan brings later decides after all.
    await receive(app, fixed('glimpsed', '06-25T08:00', installed('05-20T10:00')));
    expect(await finding('glimpsed', '2026-06-25')).toMatchObject({ judgement: 'met' });
  });
});

test('a met obligation prints both dates: when it was installed and when that was verified', async () => {
  expect(await finding('by-record', '2026-06-03')).toMatchObject({
    state: 'fixed',
    verdict: 'pass',
    installedAt: '2026-05-20T10:00:00.000Z',
    resolvedAt: '2026-05-20T10:00:00.000Z',
    verifiedAt: '2026-06-03T08:00:00.000Z',
  });
});

test('a refused record names the scan that contradicts it', async () => {
  const { rows } = await listFindings(app, localOperator, { asset: 'contradicted' });
  const id = rows[0]?.id ?? '';
  const { finding: row } = await getFinding(app, localOperator, { id });
  const { startedAt } = await scanOf(row.contradictedBy);
  expect(row).toMatchObject({ installedAt: null, resolvedAt: '2026-06-03T08:00:00.000Z' });
  expect(startedAt).toBe('2026-05-25T08:00:00.000Z');
});

async function scanOf(id: string | null) {
  const view = {
    viewer_units: ['*'],
    as_of: new Date(site.now).toISOString(),
    known_at: app.warehouse.appliedSeq(),
  };
  const filters = { id, asset_id: null, job_id: null, outcome: null, limit: 1, offset: 0 };
  const [scan] = await app.warehouse.query('scans', { ...view, ...filters });
  return scan ?? expect.fail();
}

test('a reopening voids the closure for those who know of it, also about the days before it', async () => {
  const before = app.warehouse.appliedSeq();
  await receive(app, missing('reopened', '06-15T08:00'));
  const asOf = '2026-06-10';
  expect(await finding('reopened', asOf, before)).toMatchObject({ judgement: 'met', reopenedAt: null });
  expect(await finding('reopened', asOf)).toMatchObject({
    judgement: 'missed',
    resolvedAt: null,
    reopenedAt: '2026-06-15T08:00:00.000Z',
    installedAt: '2026-05-20T10:00:00.000Z',
  });
  expect(await finding('reopened', '2026-06-16')).toMatchObject({ judgement: 'missed', state: 'open', due });
});

test('the same fix missing after more than 90 days is a finding of its own with a deadline of its own', async () => {
  await receive(app, missing('by-record', '09-30T08:00'));
  const { rows } = await listFindings(app, localOperator, { asset: 'by-record', sort: 'firstDetected' });
  expect(rows).toMatchObject([
    { reopenNo: 0, judgement: 'met', state: 'fixed' },
    {
      reopenNo: 1,
      state: 'open',
      firstDetected: '2026-09-30T08:00:00.000Z',
      due: '2026-10-30T22:59:59.999Z',
    },
  ]);
});

test('a late scan that saw the flaw after the due date turns "not yet rescanned" into missed, for those who know it', async () => {
  const before = app.warehouse.appliedSeq();
  await receive(app, missing('forgotten', '06-10T08:00'));
  await receive(app, fixed('forgotten', '06-05T08:00'));
  expect(await finding('forgotten', '2026-06-15', before)).toMatchObject({
    judgement: 'missed-not-rescanned',
  });
  expect(await finding('forgotten', '2026-06-15')).toMatchObject({
    judgement: 'missed',
    reopenedAt: '2026-06-10T08:00:00.000Z',
  });
});
