import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { answerRequest, decideRequest } from '#lib/server/audits/answer-request.ts';
import { askForEvidence } from '#lib/server/audits/ask-for-evidence.ts';
import { countWaitingRequests } from '#lib/server/audits/count-waiting-requests.ts';
import { getRequest } from '#lib/server/audits/get-request.ts';
import { getRequestFile } from '#lib/server/audits/get-request-file.ts';
import { listRequests } from '#lib/server/audits/list-requests.ts';
import { endEngagement } from '#lib/server/auth/engagements/create-engagement.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { exportRequests } from '#lib/server/exports/export-audit-requests.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { decideAssets } from '#lib/server/inventory/decide-assets.ts';
import { defineUnit } from '#lib/server/inventory/define-unit.ts';
import { engage, requestOf } from './support/audits.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { addPerson } from './support/persons.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const at = (text: string) => Date.parse(`${text}T09:00:00.000Z`);
const text = 'A text long enough for the record.';

let site: TestSite;
let app: App;
let ana: Viewer;
let paula: Viewer;
let pci: ReturnType<typeof engage>;

beforeAll(async () => {
  site = makeSite(at('2026-05-01'), 'Europe/Berlin');
  app = await site.open();
  for (const unit of ['payments', 'clinic']) await defineUnit(app, localOperator, { unit, name: unit });
  ana = addPerson(app, { name: 'Ana Analyst', role: 'analyst' });
  paula = addPerson(app, { name: 'Paula Payments', role: 'manager', unit: 'payments' });
  pci = engage(app, { names: ['Aiko', 'Bela'], from: '2026-05-01', until: '2026-06-30' });
});

afterAll(async () => {
  await app.close();
  site.remove();
});

beforeEach(() => {
  site.now += 60_000;
});

const refused = (code: string, status: number) => expect.objectContaining({ code, status });
const document = (id: string, viewer: Viewer = localOperator) => getRequest(app, viewer, { id });
const head = () => app.store.log.head().seq;
const ask = (change: Parameters<typeof requestOf>[2] = {}, by = pci.again(0)) =>
  askForEvidence(app, by, requestOf(pci.id, '2026-05-08', change));
const answer = (viewer: Viewer, id: string, version: number, files: readonly string[] = []) =>
  answerRequest(app, viewer, {
    id,
    version,
    text,
    files: files.map((name) => ({ name, bytes: new TextEncoder().encode(`What ${name} shows.`) })),
  });
type Decision = 'accepted' | 'returned' | 'withdrawn';
const decide = (viewer: Viewer, id: string, version: number, decision: Decision, said = text) =>
  decideRequest(app, viewer, { id, version, decision, text: said });

describe('a request for evidence', () => {
  test('is asked, answered with a file, returned, answered again and accepted, each step kept', async () => {
    const { id } = await ask();
    expect((await document(id, ana)).standing).toMatchObject({ mayAnswer: true, mayDecide: false });
    expect((await document(id, ana)).standing.waitsFor).toContain('Ana Analyst');
    expect((await document(id, pci.again(0))).standing).toMatchObject({
      mayAnswer: false,
      mayWithdraw: true,
    });
    await answer(ana, id, 1, ['may.txt']);
    expect((await document(id, pci.again(0))).standing).toMatchObject({ mayDecide: true });
    await decide(pci.again(0), id, 2, 'returned');
    expect((await document(id)).request).toMatchObject({
      status: 'returned',
      overdue: false,
      daysWaiting: 0,
    });
    await answer(ana, id, 3, ['rescans.txt']);
    await decide(pci.again(0), id, 4, 'accepted', '');
    const { request, history } = await document(id);
    expect(request).toMatchObject({
      status: 'accepted',
      auditor: 'Aiko',
      answeredBy: 'Ana Analyst',
      files: 2,
    });
    expect(history.map(({ kind, person }) => `${kind} ${person}`)).toEqual([
      'asked Aiko',
      'answered Ana Analyst',
      'returned Aiko',
      'answered Ana Analyst',
      'accepted Aiko',
    ]);
    // The file of the answer that went back is still there.
    const sha256 = history[1]?.evidence[0]?.sha256 ?? '';
    const { file, bytes } = await getRequestFile(app, pci.again(1), { id, sha256 });
    expect(file).toMatchObject({ name: 'may.txt', type: 'text/plain' });
    expect(Buffer.from(bytes).toString()).toBe('What may.txt shows.');
    await expect(getRequestFile(app, ana, { id, sha256: 'f'.repeat(64) })).rejects.toEqual(
      refused('NOT_FOUND', 404),
    );
    await expect(answer(ana, id, 5)).rejects.toEqual(refused('AUDIT_SETTLED', 409));
  });

  test('is decided by who asked alone; of two answers at once one stands', async () => {
    const { id } = await ask();
    const seen = await document(id, pci.again(1));
    expect(seen.standing).toMatchObject({ mayDecide: false, mayWithdraw: false });
    const both = await Promise.allSettled([answer(ana, id, 1), answer(ana, id, 1)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'STALE_VERSION', status: 409 },
    });
    const before = head();
    await expect(decide(pci.again(1), id, 2, 'accepted')).rejects.toEqual(refused('NOT_AUTHOR', 403));
    await expect(decide(ana, id, 2, 'accepted')).rejects.toEqual(refused('FORBIDDEN', 403));
    await expect(answer(pci.again(0), id, 2)).rejects.toEqual(refused('READ_ONLY_ROLE', 403));
    await expect(decide(pci.again(0), id, 2, 'returned', 'short')).rejects.toEqual(
      refused('AUDIT_TEXT', 400),
    );
    expect(head()).toBe(before);
    const twice = await Promise.allSettled([
      decide(pci.again(0), id, 2, 'accepted'),
      decide(pci.again(0), id, 2, 'returned'),
    ]);
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('tells what is wrong with it field by field, and records nothing then', async () => {
    const before = head();
    await expect(ask({ title: 'x', text: 'y', due: '2026-07-01' })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      where: {
        'problem.title': expect.any(String),
        'problem.text': expect.any(String),
        'problem.due': expect.stringContaining('2026-06-30'),
      },
    });
    await expect(ask({ about: '/settings/people' })).rejects.toEqual(refused('SUBJECT_INVALID', 400));
    await expect(ask({ about: '/findings/absent' })).rejects.toEqual(refused('SUBJECT_INVALID', 400));
    const other = requestOf('absent', '2026-05-08');
    await expect(askForEvidence(app, pci.again(0), other)).rejects.toEqual(
      refused('ENGAGEMENT_UNKNOWN', 404),
    );
    await expect(ask({}, ana)).rejects.toEqual(refused('FORBIDDEN', 403));
    const { id } = await ask();
    const page = { name: 'page.html.exe', bytes: Uint8Array.of(0x4d, 0x5a, 0, 1) };
    await expect(answerRequest(app, ana, { id, version: 1, text, files: [page] })).rejects.toEqual(
      refused('EVIDENCE_INVALID', 400),
    );
    expect(head()).toBe(before + 1);
  });

  test('is overdue after its day without any job, as of any day, and waits for those who may answer', async () => {
    const { id } = await ask({ title: 'Overdue by the ninth', unit: 'payments', due: '2026-05-08' });
    const waitsFor = (viewer: Viewer) => countWaitingRequests(app, viewer, {});
    const [analyst, manager] = [await waitsFor(ana), await waitsFor(paula)];
    expect(manager).toBe(1);
    const seq = (await document(id)).history[0]?.seq ?? 0;
    const overdue = async (asOf: string) =>
      (await listRequests(app, localOperator, { asOf, q: 'by the ninth' })).counts.overdue;
    site.now = at('2026-05-09');
    expect(await overdue('2026-05-08T21:59:59.999Z')).toBe(0);
    expect((await document(id)).request).toMatchObject({ overdue: true, daysLeft: -1, daysWaiting: 8 });
    expect(
      (await listRequests(app, localOperator, { status: 'overdue' })).rows.map((row) => row.id),
    ).toContain(id);
    const before = await listRequests(app, localOperator, { knownAt: seq - 1 });
    expect(before.rows.map((row) => row.id)).not.toContain(id);
    await answer(paula, id, 1);
    expect(await waitsFor(ana)).toBe(analyst - 1);
    expect(await waitsFor(paula)).toBe(0);
    expect(await waitsFor(pci.again(0))).toBe(1);
    expect(await waitsFor(pci.again(1))).toBe(0);
    await decide(pci.again(0), id, 2, 'withdrawn');
  });
});

describe('units and engagements', () => {
  test('one about a host is for the people of its unit; elsewhere it is not there', async () => {
    const packages = { openssl: { version: '1.0', security: '1.1' } };
    await receive(app, debianEnvelope({ name: 'shop.example', startedAt: site.now - 60_000, packages }));
    const [finding] = (await listFindings(app, localOperator, {})).rows;
    const assetIds = [finding?.assetId ?? ''];
    const decisions = [{ attribute: 'unit', value: 'payments' }];
    await decideAssets(app, localOperator, { assetIds, effectiveFrom: '', decisions });
    const quinn = addPerson(app, { name: 'Quinn', role: 'manager', unit: 'clinic' });
    const about = `http://127.0.0.1:3000/findings/${finding?.id}?asOf=2026-05-09`;
    const { id } = await ask({ about, due: '2026-05-20' });
    const { request } = await document(id, paula);
    expect(request).toMatchObject({
      unit: 'payments',
      about: { kind: 'finding', path: `/findings/${finding?.id}`, label: 'openssl on shop.example' },
    });
    await expect(document(id, quinn)).rejects.toEqual(refused('NOT_FOUND', 404));
    await expect(answer(quinn, id, 1)).rejects.toEqual(refused('NOT_FOUND', 404));
    await expect(answer(quinn, 'AR-9999', 1)).rejects.toEqual(refused('NOT_FOUND', 404));
    expect((await listRequests(app, quinn, { q: 'shop.example' })).total).toBe(0);
    // One for all is seen by everybody, and answered by whose role holds for all.
    const shared = await ask({ due: '2026-05-20' });
    expect((await document(shared.id, quinn)).standing.mayAnswer).toBe(false);
    await expect(answer(quinn, shared.id, 1)).rejects.toEqual(refused('UNIT_FORBIDDEN', 403));
    await answer(ana, shared.id, 1);
  });

  test('an auditor reads those of their engagement and no other, and asks about its units', async () => {
    const hipaa = engage(app, {
      names: ['Chiyo'],
      units: ['clinic'],
      from: '2026-05-09',
      until: '2026-05-31',
    });
    const own = await askForEvidence(
      app,
      hipaa.again(0),
      requestOf(hipaa.id, '2026-05-20', { unit: 'clinic' }),
    );
    expect((await listRequests(app, hipaa.again(0), {})).rows.map(({ id }) => id)).toEqual([own.id]);
    expect((await listRequests(app, hipaa.again(0), {})).engagements.map(({ id }) => id)).toEqual([hipaa.id]);
    expect((await listRequests(app, pci.again(1), {})).rows.map(({ id }) => id)).not.toContain(own.id);
    await expect(document(own.id, pci.again(0))).rejects.toEqual(refused('NOT_FOUND', 404));
    for (const unit of ['*', 'payments', 'no-such-unit', ''])
      await expect(
        askForEvidence(app, hipaa.again(0), requestOf(hipaa.id, '2026-05-20', { unit })),
      ).rejects.toMatchObject({ where: { 'problem.unit': expect.any(String) } });
    await expect(askForEvidence(app, hipaa.again(0), requestOf(pci.id, '2026-05-20'))).rejects.toEqual(
      refused('ENGAGEMENT_UNKNOWN', 404),
    );
  });

  test('once an engagement is over, nothing is added, staff read on and its auditor sees nothing', async () => {
    const short = engage(app, { names: ['Dara'], from: '2026-05-09', until: '2026-05-31' });
    const { id } = await askForEvidence(app, short.again(0), requestOf(short.id, '2026-05-20'));
    const seen = { ...(await document(id)).request };
    const still = short.again(0);
    endEngagement(app, localOperator, { id: short.id });
    await expect(document(id, short.again(0))).rejects.toEqual(refused('NO_ENGAGEMENT', 403));
    await expect(answer(ana, id, 1)).rejects.toEqual(refused('ENGAGEMENT_OVER', 409));
    await expect(decide(still, id, 1, 'withdrawn')).rejects.toEqual(refused('NOT_FOUND', 404));
    const after = await document(id, ana);
    expect(after.request).toEqual(seen);
    expect(after.standing).toMatchObject({ running: false, mayAnswer: false });
    const before = await countWaitingRequests(app, ana, {});
    const open = (await listRequests(app, ana, { status: 'waiting' })).rows.filter(
      ({ engagement }) => engagement !== short.id,
    );
    expect(before).toBe(open.length);
  });

  test('the list sorts, filters and pages, and its CSV has the same rows', async () => {
    const all = await listRequests(app, localOperator, {});
    const page = await listRequests(app, localOperator, { page: 2, pageSize: 1 });
    expect(page.rows).toEqual(all.rows.slice(1, 2));
    const titles = (await listRequests(app, localOperator, { sort: '-title' })).rows.map(
      ({ title }) => title,
    );
    expect(titles).toEqual([...titles].sort().reverse());
    expect((await listRequests(app, localOperator, { status: 'waiting' })).total).toBe(all.counts.waiting);
    await expect(listRequests(app, localOperator, { status: 'none' })).rejects.toEqual(
      refused('QUERY_INVALID', 400),
    );
    const csv = await exportRequests(app, localOperator, {});
    expect(csv.trimEnd().split('\r\n')).toHaveLength(all.total + 1);
  });

  test('a restart knows the same', async () => {
    const before = await listRequests(app, localOperator, {});
    await app.close();
    app = await site.open();
    expect({ ...(await listRequests(app, localOperator, {})), knownAt: 0 }).toEqual({
      ...before,
      knownAt: 0,
    });
  });
});
