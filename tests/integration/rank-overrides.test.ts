import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { listJudged } from '#lib/server/findings/list-judged.ts';
import { receiveAdvisories } from '#lib/server/imports/receive-advisories.ts';
import { decideAssets } from '#lib/server/inventory/decide-assets.ts';
import { defineUnit } from '#lib/server/inventory/define-unit.ts';
import {
  approveOverrides,
  refuseOverrides,
  withdrawOverrides,
} from '#lib/server/ranking/answer-overrides.ts';
import { getRankChoices } from '#lib/server/ranking/get-rank-choices.ts';
import { listRankChanges } from '#lib/server/ranking/list-rank-changes.ts';
import { proposeOverride } from '#lib/server/ranking/propose-override.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { addPerson } from './support/persons.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const at = (text: string) => Date.parse(`2026-${text}:00.000Z`);
const because = { reason: 'Seen on this host alone, see the ticket.', evidence: ['TICKET-1'] };

let site: TestSite;
let app: App;
let ana: Viewer;
let max: Viewer;
let ida: Viewer;
let paula: Viewer;

/** Products with the vendor's severity; each is missing on a host of its own since 1 May. */
const products = {
  ex5: null,
  ex6: 'high',
  ex16: 'high',
  ex17: 'high',
  pair: 'high',
  race: 'high',
  upward: 'low',
  listed: 'high',
  unranked: null,
  fleet: 'high',
  claims: 'high',
  alone: 'high',
} as const;
const found: Record<string, string> = {};

beforeAll(async () => {
  site = makeSite(at('05-01T07:00'), 'Europe/Berlin');
  app = await site.open();
  ana = addPerson(app, { name: 'Ana Analyst', role: 'analyst' });
  max = addPerson(app, { name: 'Max Manager', role: 'manager' });
  ida = addPerson(app, { name: 'Ida Chief', role: 'ciso' });
  paula = addPerson(app, { name: 'Paula Payments', role: 'manager', unit: 'payments' });
  for (const [product, severity] of Object.entries(products)) if (severity) tell(product, severity);
  site.now = at('05-04T08:00');
  for (const product of Object.keys(products)) await seeMissing(product, product);
  for (const host of ['fleet-2', 'fleet-3']) await seeMissing('fleet', host);
  const { rows } = await listFindings(app, localOperator, {});
  for (const { id, asset } of rows) found[asset] = id;
}, 60_000);

afterAll(async () => {
  await app.close();
  site.remove();
});

const id = (asset: string): string => found[asset] ?? expect.fail();

function seeMissing(product: string, host: string, when = '05-01T08:00') {
  const packages = { [product]: { version: '3.0', security: '3.1' } };
  return receive(app, debianEnvelope({ name: host, startedAt: at(when), packages }));
}

type Severity = 'critical' | 'high' | 'medium' | 'low';

function tell(product: string, severity: Severity, exploited: string | null = null) {
  return receiveAdvisories(app, localOperator, {
    schema: 'patchproof.advisories',
    version: 1,
    source: 'Security announcements',
    publishedAt: new Date(site.now).toISOString(),
    advisories: [
      {
        id: `DSA-${product}`,
        title: `${product} security update`,
        released: '2026-04-20',
        severity,
        cves: ['CVE-2026-0001'],
        knownExploited: exploited,
        products: [{ product, fixed: '3.1' }],
      },
    ],
  });
}

const propose = (viewer: Viewer, findingId: string, to: string, everywhere = false) =>
  proposeOverride(app, viewer, { findingId, everywhere, to, ...because });
const documentOf = (asset: string, asOf?: string) => getFinding(app, localOperator, { id: id(asset), asOf });
const rankOf = async (asset: string) => (await documentOf(asset)).finding.rank;
const deadlines = async (asset: string) => {
  const { obligations } = await documentOf(asset);
  const own = obligations.filter(({ rule }) => rule === 'own');
  return own.map(({ due, cause, rank }) => `${due.slice(0, 10)} ${cause} ${rank}`);
};
const waitingId = async (asset: string) => (await documentOf(asset)).override.waiting?.id ?? expect.fail();
const judged = async (product: string) => {
  const { rows } = await listJudged(app, localOperator, { q: product });
  return rows.map(({ cohort, outcome, due }) => `${cohort} ${outcome} ${due.slice(0, 10)}`);
};
const head = () => app.store.log.head().seq;
const refusedWith = (code: string, status: number) => expect.objectContaining({ code, status });

beforeEach(() => {
  site.now += 60_000;
});

describe('the worked examples of the clock', () => {
  test('5: a finding nobody ranked, ranked severe on 4 May, is due on 6 May', async () => {
    expect(await deadlines('ex5')).toEqual(['2026-05-31 first high']);
    expect(await propose(ana, id('ex5'), 'severe')).toMatchObject({ proposed: 1, waiting: 0 });
    expect(await deadlines('ex5')).toEqual(['2026-05-31 first high', '2026-05-06 re-rank severe']);
    expect((await documentOf('ex5')).finding).toMatchObject({ rank: 'severe', ranked: true });
  });

  test('6: re-ranked low by two persons on 10 May, it is due on 30 July', async () => {
    site.now = at('05-10T08:00');
    expect(await propose(ana, id('ex6'), 'low')).toMatchObject({ proposed: 1, waiting: 1 });
    expect(await deadlines('ex6')).toEqual(['2026-05-31 first high']);
    await approveOverrides(app, max, { ids: [await waitingId('ex6')] });
    expect(await deadlines('ex6')).toEqual(['2026-05-31 first high', '2026-07-30 re-rank low']);
    expect((await documentOf('ex6', '2026-05-09')).finding.rank).toBe('high');
  });

  test('17: severe on 20 May of a finding of 1 May is judged at once, as missed', async () => {
    site.now = at('05-20T08:00');
    await propose(ana, id('ex17'), 'severe');
    site.now = at('05-25T09:00');
    await seeMissing('ex17', 'ex17', '05-25T08:00');
    expect(await judged('ex17')).toEqual(['2026-05-20 missed 2026-05-06']);
  });

  test('16: severe on 20 June of a finding due on 31 May leaves the miss of 31 May as it was', async () => {
    site.now = at('06-03T09:00');
    await seeMissing('ex16', 'ex16', '06-03T08:00');
    site.now = at('06-20T08:00');
    await propose(ana, id('ex16'), 'severe');
    expect(await deadlines('ex16')).toEqual(['2026-05-31 first high', '2026-05-06 re-rank severe']);
    expect((await documentOf('ex16')).finding.due).toBe('2026-05-06T21:59:59.999Z');
    expect(await judged('ex16')).toEqual(['2026-05-31 missed 2026-05-31']);
  });
});

describe('two persons', () => {
  test('a rank is lowered only by another person, and the finding says who could do it', async () => {
    await propose(max, id('pair'), 'medium');
    const ids = [await waitingId('pair')];
    const { override } = await documentOf('pair');
    expect(override.waiting).toMatchObject({ to: 'medium', from: 'high', proposedBy: 'Max Manager' });
    expect(override.waiting?.waitsFor).toMatchObject({ names: ['Ida Chief'], count: 1, remedy: null });
    const before = head();
    await expect(approveOverrides(app, max, { ids })).rejects.toEqual(
      refusedWith('OVERRIDE_SAME_PERSON', 409),
    );
    await expect(approveOverrides(app, ana, { ids })).rejects.toEqual(refusedWith('FORBIDDEN', 403));
    expect(head()).toBe(before);
    expect(await rankOf('pair')).toBe('high');
    await approveOverrides(app, ida, { ids });
    expect(await rankOf('pair')).toBe('medium');
    expect((await documentOf('pair')).override.active).toMatchObject({
      proposedBy: 'Max Manager',
      approvedBy: 'Ida Chief',
      status: 'in-force',
    });
  });

  test('what lowers may be taken back by one person, what raised may not', async () => {
    const active = (await documentOf('pair')).override.active?.id ?? expect.fail();
    await withdrawOverrides(app, ana, { ids: [active], reason: 'The control is gone since today.' });
    expect(await rankOf('pair')).toBe('high');
    site.now += 60_000;
    await propose(ana, id('pair'), 'severe');
    const raised = (await documentOf('pair')).override.active?.id ?? expect.fail();
    const lowering = withdrawOverrides(app, ana, { ids: [raised], reason: 'I changed my mind about it.' });
    await expect(lowering).rejects.toEqual(refusedWith('OVERRIDE_LOWERS', 409));
    site.now += 60_000;
    expect(await propose(ana, id('pair'), 'automatic')).toMatchObject({ waiting: 1 });
    await approveOverrides(app, max, { ids: [await waitingId('pair')] });
    expect(await rankOf('pair')).toBe('high');
    expect((await documentOf('pair')).override).toMatchObject({ active: null, waiting: null });
    expect((await documentOf('pair')).override.ended.map(({ endedWhy }) => endedWhy).sort()).toEqual([
      'completed',
      'superseded',
      'withdrawn',
    ]);
  });

  test('of two decisions at once one wins, and the other is told that nothing waits any more', async () => {
    await propose(ana, id('race'), 'low');
    const ids = [await waitingId('race')];
    const before = head();
    const answers = await Promise.allSettled([
      approveOverrides(app, max, { ids }),
      refuseOverrides(app, ida, { ids, reason: 'The host faces the internet.' }),
    ]);
    const lost = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(lost).toEqual([refusedWith('OVERRIDE_NOT_OPEN', 409)]);
    expect(head()).toBe(before + 1);
  });

  test('no API token, no local operator and no stranger to the unit decides', async () => {
    await propose(ana, id('alone'), 'low');
    const ids = [await waitingId('alone')];
    const byToken: Viewer = { ...max, via: 'api', scopes: ['read', 'scan', 'import', 'submit'] };
    await expect(approveOverrides(app, byToken, { ids })).rejects.toEqual(refusedWith('FORBIDDEN', 403));
    await expect(approveOverrides(app, localOperator, { ids })).rejects.toEqual(
      refusedWith('FORBIDDEN', 403),
    );
    await expect(propose(localOperator, id('alone'), 'low')).rejects.toEqual(refusedWith('FORBIDDEN', 403));
    await expect(approveOverrides(app, paula, { ids })).rejects.toEqual(refusedWith('NOT_FOUND', 404));
    await expect(propose(paula, id('alone'), 'severe')).rejects.toEqual(refusedWith('NOT_FOUND', 404));
    await expect(propose(paula, 'no-such-finding', 'severe')).rejects.toEqual(refusedWith('NOT_FOUND', 404));
  });

  test('where nobody else may approve, the finding says whom to add', async () => {
    app.store.transaction(() => app.store.people.erase(ida.personId ?? ''));
    await expect(
      refuseOverrides(app, max, { ids: [await waitingId('alone')], reason: 'No.' }),
    ).rejects.toEqual(refusedWith('DECISION_INVALID', 400));
    await refuseOverrides(app, max, { ids: [await waitingId('alone')], reason: 'The host is exposed.' });
    await propose(max, id('alone'), 'low');
    const { override } = await documentOf('alone');
    expect(override.waiting?.waitsFor).toMatchObject({ names: [], count: 0 });
    expect(override.waiting?.waitsFor?.remedy).toContain('second administrator');
    expect(override.ended[0]).toMatchObject({ endedBy: 'Max Manager', endedReason: 'The host is exposed.' });
  });
});

describe('the rank of the method', () => {
  test('upward holds at once and says the deadline before it is proposed', async () => {
    const { choices, rank } = await getRankChoices(app, ana, { findingId: id('upward') });
    expect(rank).toBe('low');
    expect(
      choices.map(({ to, due, needsSecondPerson }) => [to, due?.slice(0, 10), needsSecondPerson]),
    ).toEqual([
      ['severe', '2026-05-06', false],
      ['high', '2026-05-31', false],
      ['medium', '2026-06-30', false],
      ['low', '2026-07-30', false],
    ]);
    await propose(ana, id('upward'), 'high');
    expect((await documentOf('upward')).finding).toMatchObject({
      rank: 'high',
      due: '2026-05-31T21:59:59.999Z',
    });
  });

  test('ranked high, a finding nobody ranked is ranked, with the deadline it had', async () => {
    await propose(ana, id('unranked'), 'high');
    expect((await documentOf('unranked')).finding).toMatchObject({ ranked: true, rank: 'high' });
    expect(await deadlines('unranked')).toEqual(['2026-05-31 first high', '2026-05-31 re-rank high']);
  });

  test('a KEV listing voids the lower rank, and people decide anew', async () => {
    await propose(ana, id('listed'), 'low');
    await approveOverrides(app, max, { ids: [await waitingId('listed')] });
    expect(await rankOf('listed')).toBe('low');
    site.now += 60_000;
    tell('listed', 'high', '2026-06-20');
    expect(await rankOf('listed')).toBe('severe');
    const { override } = await documentOf('listed');
    expect(override).toMatchObject({ active: null, waiting: null });
    expect(override.ended[0]).toMatchObject({ endedWhy: 'voided', endedBy: null, to: 'low' });
    const changes = await listRankChanges(app, ana, { asset: 'listed', status: 'ended' });
    expect(changes.rows[0]?.endedReason).toContain('exploitation');
  });

  test('an override that waits is void as well once the method says more', async () => {
    tell('fleet', 'medium');
    await propose(ana, id('fleet'), 'low');
    expect((await documentOf('fleet')).override.waiting).not.toBeNull();
    site.now += 60_000;
    tell('fleet', 'high');
    expect((await documentOf('fleet')).override).toMatchObject({ waiting: null });
  });
});

describe('all open findings of a fix', () => {
  test('are proposed together, one event each, and approved together', async () => {
    const before = head();
    const receipt = await propose(ana, id('fleet'), 'low', true);
    expect(receipt).toMatchObject({
      proposed: 3,
      waiting: 3,
      skipped: 0,
      firstSeq: before + 1,
      seq: before + 3,
    });
    const { rows, waiting } = await listRankChanges(app, max, { status: 'waiting', product: 'fleet' });
    expect(waiting).toBe(3);
    expect(await propose(ana, id('fleet'), 'severe', true)).toMatchObject({ proposed: 3, waiting: 0 });
    const gone = approveOverrides(app, max, { ids: rows.map((row) => row.id) });
    await expect(gone).rejects.toEqual(refusedWith('OVERRIDE_NOT_OPEN', 409));
    expect(await rankOf('fleet-3')).toBe('severe');
  });

  test('leave out assets of units the person does not see', async () => {
    await defineUnit(app, localOperator, { unit: 'payments', name: 'Payments' });
    const { finding } = await documentOf('claims');
    await decideAssets(app, localOperator, {
      assetIds: [finding.assetId],
      decisions: [{ attribute: 'unit', value: 'payments' }],
    });
    expect(await propose(paula, id('claims'), 'severe', true)).toMatchObject({ proposed: 1 });
    expect((await listRankChanges(app, paula, {})).rows.map(({ asset }) => asset)).toEqual(['claims']);
  });
});

test('the log alone gives the same answers, now and as known before', async () => {
  const knownAt = head() - 6;
  const views = [{ asOf: '2026-06-20T09:00:00Z' }, { asOf: '2026-05-15' }, { knownAt }];
  const read = async () => {
    const documents: unknown[] = [];
    for (const view of views) {
      documents.push(await listRankChanges(app, ana, view), await listFindings(app, localOperator, view));
      for (const asset of ['pair', 'listed', 'ex16', 'fleet'])
        documents.push(await getFinding(app, localOperator, { id: id(asset), ...view }));
    }
    return documents;
  };
  const before = await read();
  await app.warehouse.rebuild();
  expect(await read()).toEqual(before);
  await app.close();
  app = await site.open();
  expect(await read()).toEqual(before);
  const after = await getRankChoices(app, ana, { findingId: id('pair') });
  expect(after.rank).toBe('high');
});
