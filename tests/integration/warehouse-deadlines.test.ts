import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { firstTemplate } from '#core/policy/policy.ts';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { getPosture } from '#lib/server/findings/get-posture.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { listJudged } from '#lib/server/findings/list-judged.ts';
import { receiveAdvisories } from '#lib/server/imports/receive-advisories.ts';
import { decideAssets } from '#lib/server/inventory/decide-assets.ts';
import { defineUnit } from '#lib/server/inventory/define-unit.ts';
import { publishPolicy } from '#lib/server/policy/publish-policy.ts';
import type { Envelope } from '#scanners/envelope.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const zone = 'Europe/Berlin';
const at = (text: string) => Date.parse(`2026-${text}:00.000Z`);

const missing = (name: string, when: string, product = name) =>
  debianEnvelope({ name, startedAt: at(when), packages: { [product]: { version: '3.0', security: '3.1' } } });
const fixed = (name: string, when: string, installed: string | null = null) =>
  debianEnvelope({
    name,
    startedAt: at(when),
    packages: { [name]: { version: '3.1', security: '3.1' } },
    ...(installed === null ? {} : { log: [{ at: at(installed), name, version: '3.1' }] }),
  });

const advisory = (product: string, changes: Record<string, unknown> = {}) => ({
  schema: 'patchproof.advisories' as const,
  version: 1 as const,
  source: 'Security announcements',
  publishedAt: '2026-05-01T00:00:00.000Z',
  advisories: [
    {
      id: `DSA-${product}`,
      title: `${product} security update`,
      released: '2026-04-20',
      severity: 'critical' as const,
      cves: ['CVE-2026-0001'],
      knownExploited: null,
      products: [{ product, fixed: '3.1' }],
      ...changes,
    },
  ],
});

/** What happens at which instant; the product's clock stands there. */
type Step = readonly [when: string, act: (app: App) => unknown];

const scan = (when: string, envelope: Envelope): Step => [when, (app) => receive(app, envelope)];
const learn = (when: string, document: ReturnType<typeof advisory>): Step => [
  when,
  (app) => receiveAdvisories(app, localOperator, document),
];

async function decide(app: App, asset: string, attribute: string, value: string, effectiveFrom?: string) {
  const [found] = await app.warehouse.query('asset-names', {
    viewer_units: ['*'],
    as_of: new Date(app.clock()).toISOString(),
    known_at: app.warehouse.appliedSeq(),
    names: [asset],
  });
  await decideAssets(app, localOperator, {
    assetIds: [found?.id ?? ''],
    effectiveFrom,
    decisions: [{ attribute, value }],
  });
}

const first = firstTemplate(zone, at('04-01T00:00'));
const second = {
  ...first,
  version: 2,
  effectiveFromAt: at('09-09T22:00'),
  alsoOpen: { grace: 'P7D' },
  rules: first.rules.map((rule) => ({ ...rule, limits: { ...rule.limits, high: 'P14D' } })),
};

const steps: readonly Step[] = [
  ['05-01T08:00', (app) => defineUnit(app, localOperator, { unit: 'claims', name: 'Claims' })],
  ...['late-rank', 'soon-rank', 'exploited', 'retired-before', 'retired-after', 'moved'].map((name) =>
    scan('05-01T08:01', missing(name, '05-01T08:00')),
  ),
  ['05-10T08:00', (app) => decide(app, 'moved', 'unit', 'claims')],
  learn('05-12T08:00', advisory('exploited', { severity: 'low' })),
  learn('05-14T08:00', advisory('exploited', { severity: 'low', knownExploited: '2026-05-13' })),
  learn('05-20T08:00', advisory('soon-rank')),
  ['05-20T09:00', (app) => decide(app, 'retired-before', 'status', 'retired', '2026-05-20T00:00:00.000Z')],
  scan('06-03T08:00', missing('late-rank', '06-03T08:00')),
  ['06-10T08:00', (app) => decide(app, 'retired-after', 'status', 'retired')],
  learn('06-20T08:00', advisory('late-rank')),

  scan('09-01T08:01', missing('open-at-policy', '09-01T08:00')),
  scan('09-01T08:01', missing('closed-at-policy', '09-01T08:00')),
  scan('09-01T08:01', missing('back-after-policy', '09-01T08:00')),
  ['09-05T08:00', (app) => publishPolicy(app, localOperator, second)],
  scan('09-08T08:00', fixed('closed-at-policy', '09-08T08:00')),
  scan('09-08T08:00', fixed('back-after-policy', '09-08T08:00')),
  scan('09-20T08:00', missing('back-after-policy', '09-20T08:00')),
];

let site: TestSite;
let app: App;

beforeAll(async () => {
  site = makeSite(at('04-01T00:00'), zone);
  app = await site.open();
  for (const [when, act] of steps) {
    site.now = at(when);
    await act(app);
    await app.warehouse.catchUp();
  }
  site.now = at('10-20T08:00');
}, 120_000);

afterAll(async () => {
  await app.close();
  site.remove();
});

async function finding(asset: string, asOf?: string) {
  const { rows } = await listFindings(app, localOperator, { asset, asOf });
  return rows[0] ?? expect.fail();
}

async function deadlines(asset: string) {
  const { id } = await finding(asset);
  const { obligations } = await getFinding(app, localOperator, { id });
  // Of patching: the template's duty to rank has tests of its own.
  const patching = obligations.filter(({ task }) => task === 'patch');
  return patching.map(({ due, validFrom, cause, rank, clockBasis }) => ({
    due: due.slice(0, 10),
    from: validFrom.slice(0, 10),
    cause,
    rank,
    clockBasis,
  }));
}

async function judged(asset: string, asOf: string) {
  const { rows } = await listJudged(app, localOperator, { q: asset, asOf, from: '2026-01-01' });
  return rows.map(({ outcome, cohort, daysLate }) => ({ outcome, cohort, daysLate }));
}

describe('an advisory learnt while a finding is open', () => {
  test('appends a deadline with its rank; the first one stays and is the one judged (example 16)', async () => {
    expect(await deadlines('late-rank')).toEqual([
      { due: '2026-05-31', from: '2026-05-01', cause: 'first', rank: 'high', clockBasis: 'proxy' },
      { due: '2026-05-06', from: '2026-06-20', cause: 'advisory', rank: 'severe', clockBasis: 'detected' },
    ]);
    expect(await judged('late-rank', '2026-06-25')).toEqual([
      { outcome: 'missed', cohort: '2026-05-31', daysLate: 25 },
    ]);
    expect(await finding('late-rank', '2026-06-25')).toMatchObject({ due: '2026-05-06T21:59:59.999Z' });
  });

  test('before it was due makes the second deadline the one judged, on the day it was known (example 17)', async () => {
    expect(await judged('soon-rank', '2026-05-25')).toEqual([
      { outcome: 'missed-not-rescanned', cohort: '2026-05-20', daysLate: 19 },
    ]);
  });

  test('shows its id, severity and release from then on, and not before', async () => {
    expect(await finding('soon-rank', '2026-05-25')).toMatchObject({
      advisory: 'DSA-soon-rank',
      severity: 'critical',
      released: '2026-04-20',
      cves: ['CVE-2026-0001'],
    });
    const before = await listFindings(app, localOperator, { asset: 'soon-rank', knownAt: 20 });
    expect(before.rows[0]).toMatchObject({ advisory: null, severity: null, ranked: false });
  });

  test('and later listed as exploited makes it severe, with the listing as the cause', async () => {
    expect(await deadlines('exploited')).toMatchObject([
      { cause: 'first', rank: 'high' },
      { cause: 'advisory', rank: 'low', due: '2026-07-30' },
      { cause: 'kev', rank: 'severe', due: '2026-05-06' },
    ]);
  });
});

describe('a retired asset', () => {
  test('before its deadline is censored, after it stays missed (example 11)', async () => {
    expect(await judged('retired-before', '2026-06-15')).toMatchObject([{ outcome: 'censored' }]);
    expect(await judged('retired-after', '2026-06-15')).toMatchObject([{ outcome: 'missed-not-rescanned' }]);
  });

  test('has no open findings any more, and had them the day before', async () => {
    const open = async (asOf: string) =>
      (await listFindings(app, localOperator, { asset: 'retired-before', verdict: 'fail', asOf })).total;
    expect([await open('2026-05-19'), await open('2026-05-21')]).toEqual([1, 0]);
    const [before, after] = [
      await getPosture(app, localOperator, { asOf: '2026-05-19' }),
      await getPosture(app, localOperator, { asOf: '2026-05-21' }),
    ];
    expect(before.open - after.open).toBe(1);
    expect(before.total - after.total).toBe(1);
  });
});

test('an asset that moves takes its open findings along, with the move as the cause of the next row', async () => {
  expect(await deadlines('moved')).toMatchObject([
    { cause: 'first', due: '2026-05-31' },
    { cause: 'unit', due: '2026-05-31', from: '2026-05-10' },
  ]);
  const inUnit = async (asOf: string) =>
    (await listFindings(app, localOperator, { unit: 'claims', asOf })).rows.map(({ asset }) => asset);
  expect([await inUnit('2026-05-09'), await inUnit('2026-05-11')]).toEqual([[], ['moved']]);
});

describe('a policy version that also takes what is open', () => {
  test('gives it a second deadline after the grace, from its effective date (example 14)', async () => {
    expect(await deadlines('open-at-policy')).toMatchObject([
      { cause: 'first', due: '2026-10-01' },
      { cause: 'policy 2', due: '2026-09-17', from: '2026-09-09' },
    ]);
  });

  test('gives none to what was closed before that date, though it was open when it was published', async () => {
    expect(await deadlines('closed-at-policy')).toMatchObject([{ cause: 'first', due: '2026-10-01' }]);
    expect(await judged('closed-at-policy', '2026-10-15')).toMatchObject([
      { outcome: 'met', cohort: '2026-10-01' },
    ]);
  });

  test('gives none to what came back after that date: it was closed on it', async () => {
    expect(await deadlines('back-after-policy')).toMatchObject([{ cause: 'first', due: '2026-10-01' }]);
    expect(await judged('back-after-policy', '2026-10-15')).toMatchObject([
      { outcome: 'missed-not-rescanned' },
    ]);
  });
});

test('rebuilt from the log, all at once, every deadline and judgement is the same', async () => {
  const names = ['late-rank', 'soon-rank', 'exploited', 'moved', 'open-at-policy', 'closed-at-policy'];
  const read = async () => [
    await Promise.all(names.map(deadlines)),
    await listJudged(app, localOperator, { asOf: '2026-10-15', from: '2026-01-01' }),
  ];
  const before = JSON.stringify(await read());
  await app.warehouse.rebuild();
  expect(JSON.stringify(await read())).toBe(before);
});
