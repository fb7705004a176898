import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { drawAuditSample, judgeItem } from '#lib/server/audits/draw-sample.ts';
import type { SampleInput } from '#lib/server/audits/draw-sample.ts';
import { getSample, redrawSample } from '#lib/server/audits/get-sample.ts';
import { listSamples } from '#lib/server/audits/list-samples.ts';
import { endEngagement } from '#lib/server/auth/engagements/create-engagement.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { exportSampleItems, exportSamples } from '#lib/server/exports/export-audit-samples.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { decideAssets } from '#lib/server/inventory/decide-assets.ts';
import { defineUnit } from '#lib/server/inventory/define-unit.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { engage } from './support/audits.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { addPerson } from './support/persons.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const at = (text: string) => Date.parse(`${text}T09:00:00.000Z`);
const missing = { version: '1.0', security: '1.1' };
const installed = { version: '1.1', security: '1.1' };
const names = ['openssl', 'curl', 'zlib', 'expat'];
const host = (name: string, startedAt: number, pkg: typeof missing) =>
  debianEnvelope({ name, startedAt, packages: Object.fromEntries(names.map((one) => [one, pkg])) });

let site: TestSite;
let app: App;
let ana: Viewer;
let paula: Viewer;
let pci: ReturnType<typeof engage>;

beforeAll(async () => {
  site = makeSite(at('2026-05-01'), 'Europe/Berlin');
  app = await site.open();
  await defineUnit(app, localOperator, { unit: 'payments', name: 'Payments' });
  await receive(app, host('shop.example', site.now - 7_200_000, missing));
  await receive(app, host('till.example', site.now - 7_200_000, missing));
  const till = (await listAssets(app, localOperator, { q: 'till' })).rows[0]?.id ?? '';
  const decisions = [{ attribute: 'unit', value: 'payments' }];
  await decideAssets(app, localOperator, { assetIds: [till], effectiveFrom: '', decisions });
  site.now = at('2026-05-10');
  await receive(app, host('shop.example', site.now - 3_600_000, installed));
  ana = addPerson(app, { name: 'Ana Analyst', role: 'analyst' });
  paula = addPerson(app, { name: 'Paula Payments', role: 'manager', unit: 'payments' });
  pci = engage(app, { names: ['Aiko', 'Bela'], from: '2026-05-10', until: '2026-06-30' });
});

afterAll(async () => {
  await app.close();
  site.remove();
});

beforeEach(() => {
  site.now += 60_000;
});

const refused = (code: string, status: number) => expect.objectContaining({ code, status });
const sampleOf = (change: Partial<SampleInput> = {}): SampleInput => ({
  engagement: pci.id,
  title: 'Fixes of May',
  requirement: 'PCI DSS 6.3.3',
  population: 'closed-findings',
  unit: '',
  filters: {},
  size: 2,
  seed: '',
  ...change,
});
const draw = (change: Partial<SampleInput> = {}, by = pci.again(0)) =>
  drawAuditSample(app, by, sampleOf(change));
const read = (id: string, viewer: Viewer = localOperator) => getSample(app, viewer, { id });

describe('a sample', () => {
  test('freezes its population, and is drawn again from it after that has changed', async () => {
    const { id } = await draw({ filters: { from: '2026-05-01', until: '2026-05-31' } });
    const { sample, items } = await read(id);
    expect(sample).toMatchObject({ populationSize: 4, size: 2, seedDrawn: true, judged: 0, auditor: 'Aiko' });
    expect(sample.seed).toMatch(/^[0-9a-f]{32}$/);
    expect(items[0]).toMatchObject({ position: 1, label: expect.stringContaining('on shop.example') });
    expect(items[0]?.detail).toContain('proven 2026-05-10');
    // Another host closes the same fixes: the list of today is longer, the one of then is not.
    site.now = at('2026-05-12');
    await receive(app, host('till.example', site.now - 3_600_000, installed));
    expect((await listFindings(app, localOperator, { verdict: 'pass' })).total).toBe(8);
    for (const viewer of [localOperator, ana, pci.again(0), pci.again(1)]) {
      const again = await redrawSample(app, viewer, { id });
      expect(again).toMatchObject({ same: true, again: { populationSize: 4, digest: sample.digest } });
      expect(again.again.items).toEqual(items.map((item) => item.id));
    }
    const before = [await read(id), await redrawSample(app, localOperator, { id })];
    await app.warehouse.rebuild();
    expect([await read(id), await redrawSample(app, localOperator, { id })]).toEqual(before);
  });

  test('of a given seed is the same whoever draws it, and its digest is that of sort and sha256sum', async () => {
    const [one, two] = [await draw({ seed: 'dice 4 2 6' }), await draw({ seed: 'dice 4 2 6' }, pci.again(1))];
    const [first, second] = [await read(one.id), await read(two.id)];
    expect(second.items.map((item) => item.id)).toEqual(first.items.map((item) => item.id));
    expect(first.sample.seedDrawn).toBe(false);
    const { asOf, knownAt } = first.sample;
    const ids = (await listFindings(app, localOperator, { asOf, knownAt, verdict: 'pass' })).rows.map(
      (row) => row.id,
    );
    const input = ids.map((text) => `${text}\n`).join('');
    const sum = execFileSync('sh', ['-c', 'LC_ALL=C sort | sha256sum'], { input, encoding: 'utf8' });
    expect(sum.slice(0, 64)).toBe(first.sample.digest);
  });

  test('is drawn from open findings, assets and exceptions with the filters of their lists', async () => {
    const assets = await read((await draw({ population: 'assets', size: 1, filters: { q: 'shop' } })).id);
    expect(assets.sample).toMatchObject({ populationTitle: 'Assets', populationSize: 1 });
    expect(assets.items[0]).toMatchObject({ label: 'shop.example' });
    for (const population of ['open-findings', 'exceptions'])
      await expect(draw({ population })).rejects.toMatchObject({
        where: { 'problem.size': expect.stringContaining('Nothing matches') },
      });
  });

  test('is refused field by field, and nothing is recorded then', async () => {
    const before = app.store.log.head().seq;
    await expect(
      draw({ title: 'x', size: 251, unit: '', filters: { from: 'May', nonsense: '1' } }),
    ).rejects.toMatchObject({
      code: 'SAMPLE_INVALID',
      where: {
        'problem.title': expect.any(String),
        'problem.size': expect.any(String),
        'problem.from': expect.any(String),
        'problem.nonsense': expect.any(String),
      },
    });
    await expect(draw({ size: 9 })).rejects.toMatchObject({
      where: { 'problem.size': expect.stringContaining('Only 8 match') },
    });
    await expect(draw({ population: 'people' })).rejects.toEqual(refused('DECISION_INVALID', 400));
    await expect(draw({ filters: { rank: 'worst' } })).rejects.toEqual(refused('QUERY_INVALID', 400));
    await expect(draw({}, ana)).rejects.toEqual(refused('FORBIDDEN', 403));
    await expect(draw({ engagement: 'absent' })).rejects.toEqual(refused('ENGAGEMENT_UNKNOWN', 404));
    expect(app.store.log.head().seq).toBe(before);
  });

  test('is judged item by item by who drew it, with its history, and printed as CSV', async () => {
    const { id } = await draw({ title: 'To be judged' });
    const [first, second] = (await read(id)).items.map((item) => item.id) as [string, string];
    const judge = (viewer: Viewer, item: string, result: string, note = '') =>
      judgeItem(app, viewer, { id, item, result, note });
    await judge(pci.again(0), first, 'exception-noted', 'Installed a day after the month.');
    await judge(pci.again(0), second, 'pass');
    await judge(pci.again(0), first, 'pass', 'The vendor moved the date.');
    await expect(judge(pci.again(1), first, 'pass')).rejects.toEqual(refused('NOT_AUTHOR', 403));
    await expect(judge(ana, first, 'pass')).rejects.toEqual(refused('FORBIDDEN', 403));
    await expect(judge(pci.again(0), 'absent', 'pass')).rejects.toEqual(refused('NOT_FOUND', 404));
    await expect(judge(pci.again(0), first, 'exception-noted')).rejects.toEqual(refused('AUDIT_TEXT', 400));
    const { sample, items, history, standing } = await read(id, pci.again(1));
    expect(sample).toMatchObject({ judged: 2, exceptions: 0 });
    expect(items[0]).toMatchObject({ result: 'pass', note: 'The vendor moved the date.' });
    expect(history.map(({ kind }) => kind)).toEqual(['drawn', 'judged', 'judged', 'judged']);
    expect(standing.mayJudge).toBe(false);
    expect((await read(id, pci.again(0))).standing.mayJudge).toBe(true);
    const csv = await exportSampleItems(app, ana, { id });
    expect(csv.trimEnd().split('\r\n')).toHaveLength(3);
    expect(csv).toContain(sample.digest);
    const list = await exportSamples(app, localOperator, {});
    expect(list.trimEnd().split('\r\n')).toHaveLength((await listSamples(app, localOperator, {})).total + 1);
  });

  test('of several units is for whose role holds for all; of one unit for its people', async () => {
    const all = await draw({ title: 'Of all units' });
    const one = await draw({ title: 'Of payments', unit: 'payments', size: 1 });
    await expect(read(all.id, paula)).rejects.toEqual(refused('NOT_FOUND', 404));
    await expect(redrawSample(app, paula, { id: all.id })).rejects.toEqual(refused('NOT_FOUND', 404));
    expect((await read(one.id, paula)).items[0]?.label).toContain('till.example');
    expect((await redrawSample(app, paula, { id: one.id })).same).toBe(true);
    expect((await listSamples(app, paula, {})).rows.map(({ id }) => id)).toEqual([one.id]);
    const hipaa = engage(app, {
      names: ['Chiyo'],
      units: ['payments'],
      from: '2026-05-12',
      until: '2026-05-31',
    });
    const drawn = await drawAuditSample(app, hipaa.again(0), sampleOf({ engagement: hipaa.id }));
    expect((await read(drawn.id)).sample).toMatchObject({ units: ['payments'], populationSize: 4 });
    await expect(read(drawn.id, pci.again(0))).rejects.toEqual(refused('NOT_FOUND', 404));
    await expect(
      drawAuditSample(app, hipaa.again(0), sampleOf({ engagement: hipaa.id, unit: 'default' })),
    ).rejects.toMatchObject({ where: { 'problem.unit': expect.any(String) } });
    const still = hipaa.again(0);
    const item = (await read(drawn.id)).items[0]?.id ?? '';
    endEngagement(app, localOperator, { id: hipaa.id });
    await expect(judgeItem(app, still, { id: drawn.id, item, result: 'pass', note: '' })).rejects.toEqual(
      refused('NOT_FOUND', 404),
    );
    expect((await read(drawn.id, paula)).standing).toEqual({ running: false, mayJudge: false });
  });

  test('a restart knows the same', async () => {
    const before = await listSamples(app, localOperator, {});
    await app.close();
    app = await site.open();
    expect({ ...(await listSamples(app, localOperator, {})), knownAt: 0 }).toEqual({ ...before, knownAt: 0 });
  });
});
