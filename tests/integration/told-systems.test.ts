import { afterEach, beforeEach, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { getAsset } from '#lib/server/inventory/get-asset.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { keepFile, redHatInventory } from './support/inventories.ts';
import { importReport, missingDebian, nessusReport } from './support/reports.ts';
import { makeSite } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const begun = Date.parse('2026-05-10T08:00:00.000Z');
const DAY = 86_400_000;

let site: TestSite;
let app: App;

beforeEach(async () => {
  site = makeSite(begun + 10 * DAY);
  app = await site.open();
});

afterEach(async () => {
  await app.close();
  site.remove();
});

const report = (name: string, os: string, at = begun, address = '10.0.0.21') =>
  importReport(app, nessusReport({ name, address, at, os, items: [missingDebian(1, 6001, 'libfoo')] }));

const systemOf = async (id: string, asOf?: string) => {
  const { asset } = await getAsset(app, localOperator, { id, ...(asOf ? { asOf } : {}) });
  return [asset.os, asset.osId, asset.class, asset.toldBy];
};

it('a host that only another tool scans has the system that the tool names, and is found by it', async () => {
  await report('web1', 'Linux Kernel 6.1.0-18-amd64 on Debian 12.5');
  expect(await systemOf('web1')).toEqual([
    'Linux Kernel 6.1.0-18-amd64 on Debian 12.5',
    'debian',
    'debian',
    'Nessus',
  ]);
  const names = async (query: object) =>
    (await listAssets(app, localOperator, query)).rows.map(({ name }) => name);
  expect(await names({ os: 'debian' })).toEqual(['web1']);
  expect(await names({ class: 'network' })).toEqual([]);
});

it('the last word counts as of its day, and several guesses name no system', async () => {
  await report('web1', 'Microsoft Windows Server 2016\nMicrosoft Windows Server 2019');
  await report('web1', 'Debian 12\nUbuntu 22.04', begun + 5 * DAY);
  expect(await systemOf('web1', new Date(begun + DAY).toISOString())).toEqual([
    'Microsoft Windows Server 2016 or Microsoft Windows Server 2019',
    'windows',
    'windows',
    'Nessus',
  ]);
  expect(await systemOf('web1')).toEqual(['Debian 12 or Ubuntu 22.04', null, 'unidentified', 'Nessus']);
});

it('what a scan of our own saw stands before any other word, also after a rebuild', async () => {
  await keepFile(app, redHatInventory(begun));
  await report('rhel-01', 'Debian 12', begun + DAY);
  expect((await listAssets(app, localOperator, {})).total).toBe(1);
  const own = ['Red Hat Enterprise Linux 9.6 (Plow)', 'rhel', 'redhat', null];
  expect(await systemOf('rhel-01')).toEqual(own);
  await app.warehouse.rebuild();
  expect(await systemOf('rhel-01')).toEqual(own);
});
