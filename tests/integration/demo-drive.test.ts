import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { addDemoPerson } from '#lib/server/demo/add-demo-person.ts';
import {
  judgeDemoDirectory,
  readAccounts,
  writeAccounts,
  writeMark,
} from '#lib/server/demo/demo-directory.ts';
import { driveDemo } from '#lib/server/demo/drive.ts';
import { demoPeople } from '#lib/server/demo/organisation.ts';
import { simulateDemo } from '#lib/server/demo/simulate-demo.ts';
import type { DemoSimulation } from '#lib/server/demo/simulate-demo.ts';
import { DAY, startOf } from '#lib/server/demo/simulate-estate.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { readDocument } from '#lib/server/read-documents/index.ts';
import type { DocumentName } from '#lib/server/read-documents/document-input.ts';
import { listScans } from '#lib/server/scans/list-scans.ts';
import { makeSite } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

// Made once: a year of a demo takes longer than all that is asked of it.
const plan = { assets: 10, years: 1, seed: 'small', untilAt: Date.UTC(2026, 10, 23) };
const password = 'quiet-lamp-orbit-47-fern';

const documents: readonly DocumentName[] = [
  'posture',
  'coverage',
  'compliance',
  'time-to-patch',
  'flow',
  'ageing',
  'units',
  'groups',
  'patches',
  'assets',
  'findings',
  'obligations',
  'register-entries',
  'support-ends',
];

interface Driven {
  readonly site: TestSite;
  readonly app: App;
  readonly simulation: DemoSimulation;
}

async function drive(handIn: 'batches' | 'one by one'): Promise<Driven> {
  const site = makeSite(startOf(plan));
  const app = await site.open();
  app.store.settings.set('demo', '{}');
  const simulation = simulateDemo(plan, 'UTC');
  await driveDemo(app, simulation.days, { clock: site, password, handIn, onDay: () => undefined });
  site.now = plan.untilAt;
  return { site, app, simulation };
}

let batches: Driven;
const open: Driven[] = [];

beforeAll(async () => {
  batches = await drive('batches');
  open.push(batches);
}, 120_000);

afterAll(async () => {
  for (const { app, site } of open) {
    await app.close();
    site.remove();
  }
});

/** What the product says, without the ids that are drawn at random. */
async function whatItSays({ app }: Driven) {
  const assets = (await listAssets(app, localOperator, {})).rows;
  const findings = (await listFindings(app, localOperator, {})).rows;
  return {
    assets: assets
      .map(({ name, unit, verdict, open: count, os, scans }) =>
        [name, unit, verdict, count, os, scans].join(' '),
      )
      .sort(),
    findings: findings
      .map(({ asset, product, fix, state, firstDetected, resolvedAt, due, rank }) =>
        [asset, product, fix, state, firstDetected, resolvedAt, due, rank].join(' '),
      )
      .sort(),
  };
}

describe('a demo driven through the product', () => {
  test('shows every asset that was met, in its unit', async () => {
    const { rows } = await listAssets(batches.app, localOperator, {});
    const met = batches.simulation.estate.filter(({ retiredAt }) => retiredAt === null);
    expect(rows.map(({ name }) => name).sort()).toEqual(met.map(({ name }) => name).sort());
    const unitOf = new Map(batches.simulation.estate.map(({ name, kind }) => [name, kind.unit]));
    expect(rows.every(({ name, unit }) => unit === unitOf.get(name) || name.startsWith('clm-img'))).toBe(
      true,
    );
  });

  test('keeps every scan once, also those that came twice', async () => {
    const { total } = await listScans(batches.app, localOperator, {});
    const simulation = simulateDemo(plan, 'UTC');
    const steps = [...simulation.days].flatMap((day) => day.steps);
    const hosts = new Set(steps.flatMap((step) => (step.kind === 'scan' ? [step.scan] : [])));
    const devices = steps.flatMap((step) => (step.kind === 'network' ? step.scan.hosts : []));
    expect(total).toBe(hosts.size + devices.length);
  });

  test('finds what the simulation says is missing, and sees the same closures', async () => {
    const { rows } = await listFindings(batches.app, localOperator, {});
    const key = (asset: string, product: string, at: number) =>
      `${asset} ${product} ${new Date(at).toISOString().slice(0, 16)}`;
    const told = new Map(
      rows.map((row) => [key(row.asset, row.product, Date.parse(row.firstDetected)), row]),
    );
    const retired = new Set(
      batches.simulation.estate.filter(({ retiredAt }) => retiredAt !== null).map(({ name }) => name),
    );
    const truth = batches.simulation.truth.filter(({ host }) => !retired.has(host));
    const found = truth.filter(({ host, product, detectedAt }) => told.has(key(host, product, detectedAt)));
    // The simulation counts what it meant to happen; a fix that is undone and one that is raised at once may be told apart otherwise.
    expect(found.length / truth.length).toBeGreaterThan(0.97);
    const agreeing = found.filter(({ host, product, detectedAt, verifiedAt }) => {
      const row = told.get(key(host, product, detectedAt));
      return (row?.verdict === 'pass') === (verifiedAt !== null);
    });
    expect(agreeing.length / found.length).toBeGreaterThan(0.97);
    expect(rows.filter(({ ranked }) => !ranked).length / rows.length).toBeLessThan(0.02);
  });

  test('says the same whether scans come in batches or one by one', async () => {
    const single = await drive('one by one');
    open.push(single);
    expect(await whatItSays(single)).toEqual(await whatItSays(batches));
  }, 180_000);

  test('lets its people in with their roles and units', () => {
    for (const { email, role, units } of demoPeople) {
      const account = batches.app.store.people.accountByUsername(email);
      const roles = batches.app.store.people.held(account?.personId ?? '');
      expect(roles).toEqual(expect.arrayContaining(units.map((unit) => ({ role, unit, groupId: null }))));
    }
  });
});

/** Every document about every thirtieth day, as texts. */
async function everything(app: App): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (let at = plan.untilAt - 365 * DAY; at < plan.untilAt; at += 30 * DAY) {
    const asOf = new Date(at).toISOString().slice(0, 10);
    for (const name of documents) {
      const answer = await readDocument(app, localOperator, { name, query: { asOf } });
      answers[`${name} ${asOf}`] = JSON.stringify(answer);
    }
  }
  return answers;
}

test('every document about any day is the same after the warehouse is rebuilt from the log', async () => {
  const before = await everything(batches.app);
  expect(Object.entries(before).findLast(([name]) => name.startsWith('posture'))?.[1]).toContain('"open"');
  await batches.app.warehouse.rebuild();
  expect(await everything(batches.app)).toEqual(before);
}, 300_000);

describe('a demo keeps away from real data', () => {
  test('no account is added to an installation that is no demo', async () => {
    const site = makeSite(startOf(plan));
    const app = await site.open();
    const [person] = demoPeople;
    if (!person) throw new Error('no people');
    await expect(addDemoPerson(app, localOperator, { person, password })).rejects.toMatchObject({
      code: 'NOT_A_DEMO',
    });
    expect(app.store.people.accountByUsername(person.email)).toBeUndefined();
    await app.close();
    site.remove();
  });

  test('a directory with anything else in it, an unfinished demo or another one is refused', () => {
    const site = makeSite(0);
    const size = { assets: 12, years: 1, seed: 'small' };
    const at = (name: string) => join(site.dataDir, name);
    expect(judgeDemoDirectory(at('absent'), size)).toBe('new');
    mkdirSync(at('real'), { recursive: true });
    writeFileSync(join(at('real'), 'store.db'), '');
    expect(() => judgeDemoDirectory(at('real'), size)).toThrow(
      expect.objectContaining({ code: 'DEMO_DIR_TAKEN' }),
    );
    writeMark(at('demo'), { ...size, until: '2026-11-23', state: 'filling' });
    expect(() => judgeDemoDirectory(at('demo'), size)).toThrow(
      expect.objectContaining({ code: 'DEMO_DIR_TAKEN' }),
    );
    writeMark(at('demo'), { ...size, until: '2026-11-23', state: 'ready' });
    expect(judgeDemoDirectory(at('demo'), size)).toBe('ready');
    expect(() => judgeDemoDirectory(at('demo'), { ...size, seed: 'other' })).toThrow(
      expect.objectContaining({ code: 'DEMO_DIR_TAKEN' }),
    );
    writeAccounts(at('demo'), 'secret\n');
    expect(statSync(join(at('demo'), 'demo-accounts.txt')).mode & 0o777).toBe(0o600);
    expect(readAccounts(at('demo'))).toBe(readFileSync(join(at('demo'), 'demo-accounts.txt'), 'utf8'));
    site.remove();
  });
});
