import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { defineControl, validateControl } from '#lib/server/controls/manage-control.ts';
import {
  approveException,
  assessException,
  refuseExceptionRequest,
  returnException,
  revokeException,
  withdrawException,
} from '#lib/server/exceptions/decide-exception.ts';
import { saveException } from '#lib/server/exceptions/draft-exception.ts';
import { getException } from '#lib/server/exceptions/get-exception.ts';
import { listExceptions } from '#lib/server/exceptions/list-exceptions.ts';
import { requestException } from '#lib/server/exceptions/request-exception.ts';
import { getCompliance } from '#lib/server/findings/get-compliance.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { getPosture } from '#lib/server/findings/get-posture.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { listJudged } from '#lib/server/findings/list-judged.ts';
import { listPatches } from '#lib/server/findings/list-patches.ts';
import { receiveAdvisories } from '#lib/server/imports/receive-advisories.ts';
import { decideAssets } from '#lib/server/inventory/decide-assets.ts';
import { defineUnit } from '#lib/server/inventory/define-unit.ts';
import { proposeOverride } from '#lib/server/ranking/propose-override.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { draftOf } from './support/exception-draft.ts';
import { addPerson } from './support/persons.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const at = (text: string) => Date.parse(`2026-${text}:00.000Z`);
const because = 'A reason long enough for the record.';

let site: TestSite;
let app: App;
let ana: Viewer;
let max: Viewer;
let mia: Viewer;
let ida: Viewer;
let paula: Viewer;
const found: Record<string, string> = {};
const products = {
  ex9: 'high',
  ex10: 'high',
  race: 'high',
  wait: 'high',
  worst: 'critical',
  upward: 'medium',
  listed: 'high',
  lapse: 'high',
  moved: 'high',
  caught: 'high',
} as const;

beforeAll(async () => {
  site = makeSite(at('05-01T07:00'), 'Europe/Berlin');
  app = await site.open();
  ana = addPerson(app, { name: 'Ana Analyst', role: 'analyst' });
  max = addPerson(app, { name: 'Max Manager', role: 'manager' });
  mia = addPerson(app, { name: 'Mia Manager', role: 'manager' });
  ida = addPerson(app, { name: 'Ida Chief', role: 'ciso' });
  paula = addPerson(app, { name: 'Paula Payments', role: 'manager', unit: 'payments' });
  for (const [product, severity] of Object.entries(products)) tell(product, severity);
  site.now = at('05-01T09:00');
  for (const product of Object.keys(products)) await see(product, '05-01T08:00');
  for (const { id, asset } of (await listFindings(app, localOperator, {})).rows) found[asset] = id;
}, 60_000);

afterAll(async () => {
  await app.close();
  site.remove();
});

beforeEach(() => {
  site.now += 60_000;
});

const id = (asset: string): string => found[asset] ?? expect.fail();

function tell(
  product: string,
  severity: 'critical' | 'high' | 'medium' | 'low',
  exploited: string | null = null,
) {
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

function see(product: string, when: string, host = product) {
  const packages = { [product]: { version: '3.0', security: '3.1' } };
  return receive(app, debianEnvelope({ name: host, startedAt: at(when), packages }));
}

async function ask(asset: string, until: string, known: Parameters<typeof draftOf>[2] = {}): Promise<string> {
  const draft = draftOf([id(asset)], until, known);
  const saved = await saveException(app, ana, { id: null, draft, keep: [], files: [] });
  await requestException(app, ana, { id: saved.id });
  return saved.id;
}

const document = (exception: string, viewer = localOperator, asOf?: string) =>
  getException(app, viewer, { id: exception, asOf });
const status = async (exception: string, asOf?: string) =>
  (await document(exception, localOperator, asOf)).exception.status;

async function approve(exception: string, viewer: Viewer, until?: string) {
  const { hash, content } = await document(exception);
  return approveException(app, viewer, {
    id: exception,
    hash: hash ?? '',
    until: until ?? content.until ?? '',
    reason: because,
  });
}

const finding = async (asset: string, asOf?: string) =>
  (await getFinding(app, localOperator, { id: id(asset), asOf })).finding;
const judged = async (product: string) => {
  const { rows } = await listJudged(app, localOperator, { q: product, rule: 'own' });
  return rows.map(({ outcome, adjusted, daysLate }) => `${outcome} ${adjusted} ${daysLate}`);
};
const refusedWith = (code: string, with_: number) => expect.objectContaining({ code, status: with_ });

test('9: an exception approved on 25 May covers the miss of 31 May: raw missed, adjusted excepted', async () => {
  site.now = at('05-25T08:00');
  const ex = await ask('ex9', '2026-08-22');
  expect(await finding('ex9')).toMatchObject({ exception: null, state: 'open' });
  await approve(ex, max);
  expect(await finding('ex9')).toMatchObject({
    state: 'open',
    due: '2026-05-31T21:59:59.999Z',
    exception: { id: ex, reads: 'excepted', until: '2026-08-22T22:00:00.000Z' },
  });
  expect(await status(ex)).toBe('active');
});

test('an asset’s exception leaves the queue with a count, and stays in every figure', async () => {
  const posture = await getPosture(app, localOperator, {});
  const all = await listPatches(app, localOperator, {});
  const toDo = await listPatches(app, localOperator, { exception: 'none' });
  expect(posture.covered).toBe(1);
  expect(all.findings - toDo.findings).toBe(1);
  expect(all.findings).toBe(posture.open);
  expect(toDo.rows.length).toBe(posture.fixesToDo);
  expect((await listFindings(app, localOperator, { exception: 'covered' })).total).toBe(1);
});

describe('four eyes', () => {
  let ex: string;

  test('who asked may not approve, however many roles they hold, and is told whom to ask', async () => {
    ex = await ask('wait', '2026-06-30');
    const { holdings: _analyst, ...person } = ana;
    const both: Viewer = { ...person, roles: [...ana.roles, 'manager', 'ciso', 'administrator'] };
    const { hash } = await document(ex);
    const own = approveException(app, both, {
      id: ex,
      hash: hash ?? '',
      until: '2026-06-30',
      reason: because,
    });
    await expect(own).rejects.toMatchObject({
      code: 'FOUR_EYES',
      status: 403,
      message: 'You requested this on 2026-05-25; another approver must decide.',
      remedy: expect.stringContaining('Max Manager'),
    });
    await expect(approve(ex, { ...max, scopes: ['read'] })).rejects.toEqual(refusedWith('FORBIDDEN', 403));
  });

  test('an edit after the request voids it: the approver must read it again', async () => {
    const { hash } = await document(ex);
    const draft = draftOf([id('wait')], '2026-06-29');
    await saveException(app, ana, { id: ex, draft, keep: [], files: [] });
    expect(await status(ex)).toBe('change-requested');
    await requestException(app, ana, { id: ex });
    const stale = approveException(app, max, {
      id: ex,
      hash: hash ?? '',
      until: '2026-06-29',
      reason: because,
    });
    await expect(stale).rejects.toEqual(refusedWith('STALE_VERSION', 409));
  });

  test('an assessor may not approve where the policy says no; somebody else may', async () => {
    await assessException(app, mia, { id: ex, recommendation: 'approve', reason: because });
    expect(await status(ex)).toBe('in-assessment');
    await expect(approve(ex, mia)).rejects.toEqual(refusedWith('FOUR_EYES', 403));
    await returnException(app, mia, { id: ex, reason: because });
    await withdrawException(app, ana, { id: ex, reason: because });
    await expect(approve(ex, max)).rejects.toEqual(refusedWith('ALREADY_DECIDED', 409));
  });

  test('severe takes a CISO and a manager; two managers are not enough', async () => {
    const severe = await ask('worst', '2026-06-10');
    await approve(severe, max);
    expect(await status(severe)).toBe('in-assessment');
    await expect(approve(severe, mia)).rejects.toEqual(refusedWith('EXCEPTION_SEAT', 403));
    await expect(approve(severe, max)).rejects.toEqual(refusedWith('ALREADY_DECIDED', 409));
    await approve(severe, ida);
    expect(await status(severe)).toBe('active');
  });

  test('of two decisions at once one wins, and the other is told who and when', async () => {
    const race = await ask('race', '2026-06-30');
    const { hash } = await document(race);
    const said = { id: race, reason: because };
    const answers = await Promise.allSettled([
      approveException(app, max, { ...said, hash: hash ?? '', until: '2026-06-30' }),
      refuseExceptionRequest(app, mia, said),
    ]);
    expect(answers.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = answers.find((one) => one.status === 'rejected');
    expect(lost?.reason).toMatchObject({ code: 'ALREADY_DECIDED', status: 409 });
    expect(String(lost?.reason.message)).toMatch(/M(ax|ia) Manager has decided this already/);
    if ((await status(race)) === 'active') await revokeException(app, mia, said);
  });
});

test('an upward re-rank ends coverage of that finding, unless that level was approved', async () => {
  const ex = await ask('upward', '2026-07-30');
  await approve(ex, max);
  expect((await finding('upward')).exception?.id).toBe(ex);
  const before = new Date(site.now).toISOString();
  site.now += 3_600_000;
  const said = { everywhere: false, to: 'high', reason: because, evidence: ['T-1'] };
  await proposeOverride(app, ana, { findingId: id('upward'), ...said });
  expect((await finding('upward')).exception).toBeNull();
  expect((await finding('upward', before)).exception?.id).toBe(ex);
  expect(await status(ex)).toBe('active');
});

test('a listing as known exploited ends it where the rank rises', async () => {
  const ex = await ask('listed', '2026-06-30');
  await approve(ex, max);
  expect((await finding('listed')).exception?.id).toBe(ex);
  site.now += 3_600_000;
  tell('listed', 'high', '2026-05-25');
  await app.warehouse.catchUp();
  expect(await finding('listed')).toMatchObject({ rank: 'severe', exception: null });
});

test('a control that fails suspends what rests on it from that instant; one not validated in time by itself', async () => {
  const control = {
    name: 'Segment firewall',
    owner: ida.personId ?? '',
    effect: 'Admits one network alone.',
    unit: '*',
  };
  const { id: cc } = await defineControl(app, ida, { id: null, ...control, interval: 'P7D' });
  const rests = await ask('lapse', '2026-07-30', { controls: [cc] });
  await approve(rests, max);
  expect(await status(rests)).toBe('active');
  expect(await status(rests, '2026-06-01T21:59:00Z')).toBe('active');
  expect(await status(rests, '2026-06-01T22:01:00Z')).toBe('suspended');
  const said = { id: cc, note: 'Looked at the rule set.', evidence: ['T-9'] };
  await validateControl(app, ida, { ...said, result: 'passed' });
  site.now += 3_600_000;
  const passing = new Date(site.now).toISOString();
  site.now += 3_600_000;
  await validateControl(app, ida, { ...said, result: 'failed' });
  expect(await status(rests)).toBe('suspended');
  expect(await status(rests, passing)).toBe('active');
  expect((await finding('lapse')).exception).toBeNull();
});

test('a standing scope catches what opens later inside it, and nothing outside', async () => {
  const scope = { findings: [], product: 'caught', catchesFuture: true };
  const ex = await ask('caught', '2026-07-30', { scope });
  await approve(ex, max);
  site.now = at('05-26T09:00');
  await see('caught', '05-26T08:00', 'caught-2');
  const { rows } = await listFindings(app, localOperator, { exception: ex });
  expect(rows.map(({ asset }) => asset).sort()).toEqual(['caught', 'caught-2']);
});

test('a unit’s manager sees its exceptions alone, and decides none that reaches further', async () => {
  const asset = (await finding('moved')).assetId;
  await defineUnit(app, localOperator, { unit: 'payments', name: 'Payments' });
  const decisions = [{ attribute: 'unit', value: 'payments' }];
  await decideAssets(app, localOperator, { assetIds: [asset], decisions });
  const ex = await ask('moved', '2026-06-30', { scope: { findings: [id('moved'), id('ex10')] } });
  await expect(approve(ex, paula)).rejects.toEqual(refusedWith('EXCEPTION_WIDER', 403));
  const { rows } = await listExceptions(app, paula, {});
  expect(rows.map((row) => row.id)).toEqual([ex]);
  await refuseExceptionRequest(app, max, { id: ex, reason: because });
});

describe('the end, by itself', () => {
  test('10: approved after the miss it changes nothing of it; 9 counts beside the raw figure', async () => {
    site.now = at('06-03T09:00');
    for (const product of ['ex9', 'ex10']) await see(product, '06-03T08:00');
    site.now = at('06-05T08:00');
    await approve(await ask('ex10', '2026-08-22'), max);
    site.now = at('07-02T09:00');
    expect(await judged('ex9')).toEqual(['missed excepted 32']);
    expect(await judged('ex10')).toEqual(['missed missed 32']);
    const { lately } = await getCompliance(app, localOperator, { rule: 'own' });
    expect(lately.excepted).toBeGreaterThanOrEqual(1);
    expect(lately.adjustedLower).toBe(lately.met / (lately.all - lately.excepted));
    expect((await listJudged(app, localOperator, { outcome: 'excepted', rule: 'own' })).total).toBe(
      lately.excepted,
    );
  });

  test('at the end of its last local day it is back with its age and due, over a restart, without any job', async () => {
    const { rows } = await listExceptions(app, localOperator, { finding: id('ex9') });
    const ex = rows[0]?.id ?? expect.fail();
    await app.close();
    site.now = Date.parse('2026-08-22T21:59:59.999Z');
    app = await site.open();
    expect(await status(ex)).toBe('active');
    expect((await document(ex)).exception).toMatchObject({ daysLeft: 0, reminder: 1 });
    await app.close();
    site.now = Date.parse('2026-08-22T22:00:00.000Z');
    app = await site.open();
    expect(await status(ex)).toBe('expired');
    expect(await finding('ex9')).toMatchObject({
      exception: null,
      due: '2026-05-31T21:59:59.999Z',
      firstDetected: '2026-05-01T08:00:00.000Z',
    });
  });

  test('a rebuild answers the same, also as known before a decision', async () => {
    const view = { knownAt: app.store.log.head().seq - 20 };
    const told = async () =>
      JSON.stringify([
        await listExceptions(app, localOperator, {}),
        await listExceptions(app, localOperator, view),
        await listFindings(app, localOperator, view),
        await getCompliance(app, localOperator, {}),
      ]);
    const before = await told();
    await app.warehouse.rebuild();
    expect(await told()).toBe(before);
  });

  test('a renewal is a new request that points to the former; the policy limits how many', async () => {
    const { rows } = await listExceptions(app, localOperator, { finding: id('ex9') });
    let renews = rows[0]?.id ?? expect.fail();
    for (const _ of [1, 2]) {
      renews = await ask('ex9', '2026-09-10', { renews });
      await approve(renews, max);
    }
    expect((await document(renews)).exception.renewal).toBe(2);
    await expect(ask('ex9', '2026-09-10', { renews })).rejects.toMatchObject({ where: { field: 'renews' } });
  });
});
