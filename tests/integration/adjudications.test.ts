import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  approveAdjudications,
  refuseAdjudications,
  reverseAdjudications,
  withdrawAdjudications,
} from '#lib/server/adjudications/answer-adjudications.ts';
import { getAdjudicationForm } from '#lib/server/adjudications/get-adjudication-form.ts';
import { listAdjudications } from '#lib/server/adjudications/list-adjudications.ts';
import { proposeAdjudication } from '#lib/server/adjudications/propose-adjudication.ts';
import type { App } from '#lib/server/app.ts';
import { personViewer } from '#lib/server/auth/person-viewer.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { getAgeing } from '#lib/server/findings/get-ageing.ts';
import { getCompliance } from '#lib/server/findings/get-compliance.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { getFlow } from '#lib/server/findings/get-flow.ts';
import { getPosture } from '#lib/server/findings/get-posture.ts';
import { getTimeToPatch } from '#lib/server/findings/get-time-to-patch.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { listJudged } from '#lib/server/findings/list-judged.ts';
import { listPatches } from '#lib/server/findings/list-patches.ts';
import { listUnits } from '#lib/server/inventory/list-units.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { addPerson } from './support/persons.ts';
import { makeSite, readLists, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
const begun = Date.parse('2026-05-01T08:00:00.000Z');
const because = { reason: 'The vendor backported the fix.', evidence: ['TICKET-1'] };
const taken = { reason: 'That was not the whole truth.' };

let site: TestSite;
let app: App;
let ana: Viewer;
let max: Viewer;
let ida: Viewer;
let paula: Viewer;

beforeAll(async () => {
  site = makeSite(begun);
  app = await site.open();
  ana = addPerson(app, { name: 'Ana Analyst', role: 'analyst' });
  max = addPerson(app, { name: 'Max Manager', role: 'manager' });
  ida = addPerson(app, { name: 'Ida Chief', role: 'ciso' });
  paula = addPerson(app, { name: 'Paula Payments', role: 'manager', unit: 'payments' });
  await scanAll(0);
  // Past every deadline: what is open is overdue.
  await scanAll(200);
}, 60_000);

afterAll(async () => {
  await app.close();
  site.remove();
});

const hosts = ['one', 'two', 'three'];
const products = ['bulk', 'moved', 'fixed', 'plain', 'race'];

async function scanAll(day: number, changes: Record<string, { version: string; security: string }> = {}) {
  const packages = Object.fromEntries(
    products.map((name) => [name, changes[name] ?? { version: '1.0', security: '1.1' }]),
  );
  site.now = begun + day * DAY + 3_600_000;
  for (const name of hosts)
    await receive(app, debianEnvelope({ name, startedAt: begun + day * DAY, packages }));
}

async function idOf(product: string, asset = 'one'): Promise<string> {
  const { rows } = await listFindings(app, localOperator, { product, asset });
  return rows[0]?.id ?? expect.fail();
}

async function propose(product: string, viewer = ana, everywhere = false) {
  site.now += 60_000;
  const findingId = await idOf(product);
  const given = { findingId, everywhere, verdict: 'false-positive', ...because };
  const receipt = await proposeAdjudication(app, viewer, given);
  return { findingId, receipt, ids: await waitingIds(product) };
}

async function waitingIds(product: string): Promise<string[]> {
  const { rows } = await listAdjudications(app, localOperator, { product, status: 'waiting' });
  return rows.map(({ id }) => id);
}

async function figures(view: { asOf?: string; knownAt?: number } = {}) {
  const [posture, judged, compliance, ageing, flow, survival, units] = await Promise.all([
    getPosture(app, localOperator, view),
    listJudged(app, localOperator, { ...view, from: '2026-01-01', outcome: 'counted' }),
    getCompliance(app, localOperator, { ...view, months: '24' }),
    getAgeing(app, localOperator, view),
    getFlow(app, localOperator, { ...view, weeks: '60' }),
    getTimeToPatch(app, localOperator, { ...view, months: '24' }),
    listUnits(app, localOperator, view),
  ]);
  const patches = await listPatches(app, localOperator, view);
  const all = (key: 'all' | 'adjudicated') => compliance.rows.reduce((sum, row) => sum + row[key], 0);
  const week = flow.rows.at(-1);
  return {
    open: posture.open,
    aside: posture.adjudicated,
    overdue: [posture.overdue, ageing.all.all, week?.overdueAtEnd],
    judged: [judged.total, all('all')],
    outside: all('adjudicated'),
    opens: [units.all.open, week?.openAtEnd, patches.findings],
    asides: [units.all.adjudicated, week?.adjudicatedAtEnd, ageing.all.adjudicated],
    followed: survival.rows.reduce((sum, row) => sum + row.n, 0),
    unfollowed: survival.rows.reduce((sum, row) => sum + row.adjudicated, 0),
  };
}

async function listed(view: { asOf?: string; knownAt?: number } = {}) {
  const count = async (filters: object) =>
    (await listFindings(app, localOperator, { ...view, ...filters })).total;
  const outcome = 'adjudicated';
  return {
    open: await count({ verdict: 'fail' }),
    aside: await count({ state: 'not_affected' }),
    outside: (await listJudged(app, localOperator, { ...view, from: '2026-01-01', outcome })).total,
  };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => [Reflect.get(Object(error), 'code'), Reflect.get(Object(error), 'status')],
  );

describe('an adjudicated finding', () => {
  it('stays in every figure until a second person approves, and then leaves all of them', async () => {
    const before = await figures();
    expect(before).toMatchObject({ open: 15, aside: 0, outside: 0, followed: 15 });
    const { ids, findingId } = await propose('plain');
    expect(await figures()).toEqual(before);
    const asked = { knownAt: app.store.log.head().seq, asOf: new Date(site.now).toISOString() };
    site.now += 60_000;
    await approveAdjudications(app, max, { ids });
    expect(await figures()).toEqual({
      ...{ open: 14, aside: 1, overdue: [14, 14, 14], judged: [14, 14], outside: 1, opens: [14, 14, 14] },
      ...{ asides: [1, 1, 1], followed: 14, unfollowed: 1 },
    });
    expect(await listed()).toEqual({ open: 14, aside: 1, outside: 1 });
    // As it was known before, and as of an instant before: it still counts.
    expect(await figures({ knownAt: asked.knownAt })).toEqual(before);
    expect(await figures(asked)).toEqual(before);
    expect(await figures({ asOf: asked.asOf })).toEqual(before);
    const { finding, adjudications } = await getFinding(app, localOperator, { id: findingId });
    expect(finding).toMatchObject({
      ...{ state: 'not_affected', verdict: 'indeterminate', overdue: false, judgement: 'adjudicated' },
      adjudication: { verdict: 'false-positive', reason: because.reason },
      reasons: [{ code: 'adjudicated' }],
    });
    expect(adjudications.active).toMatchObject({ proposedBy: 'Ana Analyst', approvedBy: 'Max Manager' });
  });

  it('is back with its age and its missed deadline when one person reverses it', async () => {
    const { rows } = await listAdjudications(app, localOperator, { product: 'plain', status: 'in-force' });
    site.now += DAY;
    await reverseAdjudications(app, ida, { ids: rows.map(({ id }) => id), ...taken });
    expect(await figures()).toMatchObject({ open: 15, aside: 0, judged: [15, 15], outside: 0 });
    expect(await listed({ asOf: new Date(site.now - 60_000).toISOString() })).toMatchObject({ aside: 1 });
    const weekly = await getFlow(app, localOperator, { weeks: '60' });
    expect(weekly.rows.at(-1)).toMatchObject({ openAtEnd: 15, adjudicatedAtEnd: 0 });
  });

  it('is decided for all open findings of its fix at once, or for none', async () => {
    const { receipt, ids } = await propose('bulk', ana, true);
    expect([receipt.proposed, ids.length]).toEqual([3, 3]);
    const [first = ''] = ids;
    expect(await codeOf(approveAdjudications(app, max, { ids: [first, 'absent'] }))).toEqual([
      'NOT_FOUND',
      404,
    ]);
    expect(await listed()).toMatchObject({ aside: 0 });
    await approveAdjudications(app, max, { ids });
    expect(await listed()).toMatchObject({ open: 12, aside: 3 });
    const { rows } = await listPatches(app, localOperator, { product: 'bulk' });
    expect(rows).toEqual([]);
  });

  it('stays out when a scan proves it fixed later', async () => {
    const { ids } = await propose('fixed');
    await approveAdjudications(app, max, { ids });
    const outside = (await figures()).outside;
    await scanAll(210, { fixed: { version: '1.1', security: '1.1' } });
    const id = await idOf('fixed');
    const { finding } = await getFinding(app, localOperator, { id });
    expect(finding).toMatchObject({
      state: 'fixed',
      verdict: 'pass',
      adjudication: { verdict: 'false-positive' },
    });
    expect((await figures()).outside).toBe(outside);
  });

  it('is void when another version is installed, and says so', async () => {
    const { ids, findingId } = await propose('moved');
    await approveAdjudications(app, max, { ids });
    const known = app.store.log.head().seq;
    await scanAll(220, {
      moved: { version: '1.0.5', security: '1.1' },
      fixed: { version: '1.1', security: '1.1' },
    });
    const { finding, adjudications } = await getFinding(app, localOperator, { id: findingId });
    expect(finding).toMatchObject({ state: 'open', verdict: 'fail', adjudication: null });
    expect(adjudications.ended[0]).toMatchObject({ endedWhy: 'voided', endedBy: null });
    const then = await getFinding(app, localOperator, { id: findingId, knownAt: known });
    expect(then.finding.state).toBe('not_affected');
  });
});

describe('two persons', () => {
  it('are needed: neither the author, through a second account, nor a token nor the operator approves', async () => {
    const { ids } = await propose('race', max);
    const again: Viewer = { ...personViewer(app, max.personId ?? '', 'web'), fresh: 'factor' };
    expect(await codeOf(approveAdjudications(app, again, { ids }))).toEqual([
      'ADJUDICATION_SAME_PERSON',
      409,
    ]);
    const token: Viewer = { ...ida, scopes: ['read', 'scan', 'import', 'submit'] };
    expect(await codeOf(approveAdjudications(app, token, { ids }))).toEqual(['FORBIDDEN', 403]);
    expect(await codeOf(approveAdjudications(app, localOperator, { ids }))).toEqual(['FORBIDDEN', 403]);
    expect(await codeOf(approveAdjudications(app, ana, { ids }))).toEqual(['FORBIDDEN', 403]);
    expect(await codeOf(approveAdjudications(app, paula, { ids }))).toEqual(['NOT_FOUND', 404]);
    expect(await codeOf(withdrawAdjudications(app, ana, { ids, ...taken }))).toEqual([
      'ADJUDICATION_NOT_YOURS',
      409,
    ]);
  });

  it('who decide at once have one winner', async () => {
    const ids = await waitingIds('race');
    const boss = addPerson(app, { name: 'Bea Boss', role: 'ciso' });
    const answers = await Promise.all([
      codeOf(approveAdjudications(app, ida, { ids })),
      codeOf(refuseAdjudications(app, boss, { ids, ...taken })),
    ]);
    expect(answers.filter((one) => one === null)).toHaveLength(1);
    expect(answers.filter((one) => one !== null)).toEqual([['ALREADY_DECIDED', 409]]);
  });

  it('of a foreign unit see nothing, and a form names who may approve', async () => {
    const findingId = await idOf('moved', 'two');
    expect(await codeOf(getAdjudicationForm(app, paula, { findingId }))).toEqual(['NOT_FOUND', 404]);
    const given = { findingId, everywhere: false, verdict: 'duplicate', ...because };
    expect(await codeOf(proposeAdjudication(app, paula, given))).toEqual(['NOT_FOUND', 404]);
    const form = await getAdjudicationForm(app, max, { findingId });
    expect(form.approvers.names).toContain('Ida Chief');
    expect(form.approvers.names).not.toContain('Max Manager');
    expect(form.others).toBe(2);
  });
});

it('a rebuild gives the same answers, now and as known in between', async () => {
  const views = [{}, { knownAt: app.store.log.head().seq - 4 }];
  const read = async () => {
    const lists = await Promise.all(views.map((view) => readLists(app, view)));
    const decided = await Promise.all(views.map((view) => listAdjudications(app, localOperator, view)));
    return { lists, decided, figures: await Promise.all(views.map((view) => figures(view))) };
  };
  const before = await read();
  await app.warehouse.rebuild();
  expect(await read()).toEqual(before);
}, 60_000);
