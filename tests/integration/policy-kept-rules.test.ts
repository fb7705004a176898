import { afterAll, beforeAll, expect, it } from 'vitest';
import { rankingTemplate } from '#core/policy/policy.ts';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { getCoverage } from '#lib/server/inventory/get-coverage.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { publishPolicy } from '#lib/server/policy/publish-policy.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { keepFile, redHatInventory } from './support/inventories.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
const begun = Date.parse('2026-05-10T08:00:00.000Z');
const host = (name: string, startedAt: number) =>
  debianEnvelope({ name, startedAt, packages: { openssl: { version: '3.0' } } });

let site: TestSite;
let app: App;

beforeAll(async () => {
  site = makeSite(begun);
  app = await site.open();
  await receive(app, host('weekly', begun));
  site.now = begun + DAY;
  const newer = '5.14.0-611.9.1.el9_7';
  const offered = { name: 'kernel-core', arch: 'x86_64', version: newer, source: 'BaseOS security' };
  await keepFile(app, redHatInventory(begun, { updates: [offered] }));
  const packages = ['5.14.0-570.12.1.el9_6', newer].map((version) => ({
    name: 'kernel-core',
    arch: 'x86_64',
    version,
    source: 'kernel',
  }));
  const installed = packages.map(({ name, version }) => ({ name, version }));
  const kernel = {
    running: '5.14.0-570.12.1.el9_6.x86_64',
    package: installed[0],
    installed,
    bootedAt: new Date(begun - DAY).toISOString(),
  };
  // Installed, not running yet.
  await keepFile(app, redHatInventory(begun + DAY / 2, { packages, updates: [offered], kernel }));
  site.now = begun + 8 * DAY;
  await receive(app, host('daily', begun + 8 * DAY));
});

afterAll(async () => {
  await app.close();
  site.remove();
});

const list = async (late: string) =>
  (await listAssets(app, localOperator, { late })).rows.map(({ name }) => name).toSorted();

it('a policy that says nothing of scans and restarts is measured against nothing', async () => {
  expect(await getCoverage(app, localOperator, {})).toMatchObject({ scanRules: [], restarts: null });
  await expect(listAssets(app, localOperator, { late: 'all' })).rejects.toMatchObject({
    code: 'QUERY_INVALID',
  });
});

it('each rule counts the assets it holds for and lists those that do not keep it', async () => {
  await publishPolicy(app, localOperator, {
    ...rankingTemplate('UTC', begun + 8 * DAY, 2),
    scanFrequency: [
      { id: 'all', method: 'credentialed', every: 'P7D' },
      { id: 'debian', method: 'credentialed', every: 'P10D', classes: ['debian'] },
      { id: 'exposed', method: 'credentialed', every: 'P1D', exposure: ['internet'] },
      { id: 'net', method: 'network', every: 'P30D', classes: ['redhat'] },
      { id: 'asv', method: 'external', every: 'P3M' },
    ],
    restarts: { by: ['owner'], window: 'Saturday night', outside: [], pendingAtMost: 'P7D' },
  });
  const { scanRules, restarts } = await getCoverage(app, localOperator, {});
  expect(scanRules).toMatchObject([
    { id: 'all', assets: 3, late: 2, never: 0, oldest: new Date(begun).toISOString() },
    { id: 'debian', assets: 2, late: 0, never: 0 },
    { id: 'exposed', assets: 0, late: 0, never: 0, oldest: null },
    { id: 'net', assets: 1, late: 1, never: 1, oldest: null },
    // Attested elsewhere: no scan of ours tells.
    { id: 'asv', assets: null, late: null },
  ]);
  expect(await list('all')).toEqual(['rhel-01', 'weekly']);
  expect(await list('debian')).toEqual([]);
  expect(await list('net')).toEqual(['rhel-01']);
  expect(restarts).toMatchObject({ assets: 1, late: 1, pendingAtMost: 'P7D', filter: 'Restart' });
  expect(await list('Restart')).toEqual(['rhel-01']);
  await expect(listAssets(app, localOperator, { late: 'asv' })).rejects.toMatchObject({
    code: 'QUERY_INVALID',
  });
});

it('of another day, and of a unit that the viewer does not see, nothing is late', async () => {
  // Half a day after the new kernel, its restart is in time still; the rules of version 1 said nothing of it.
  expect(await getCoverage(app, localOperator, { asOf: '2026-05-12' })).toMatchObject({ restarts: null });
  const nobody = { ...localOperator, units: ['payments'] };
  expect((await getCoverage(app, nobody, {})).scanRules).toMatchObject([
    { id: 'all', assets: 0, late: 0 },
    { id: 'debian', assets: 0 },
    { id: 'exposed', assets: 0 },
    { id: 'net', assets: 0 },
    { id: 'asv', assets: null },
  ]);
  expect((await getCoverage(app, nobody, {})).restarts).toMatchObject({ assets: 0, late: 0 });
});

it('the same after a rebuild', async () => {
  const before = await getCoverage(app, localOperator, {});
  await app.warehouse.rebuild();
  expect(await getCoverage(app, localOperator, {})).toEqual(before);
});
