import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { getAsset } from '#lib/server/inventory/get-asset.ts';
import { getCoverage } from '#lib/server/inventory/get-coverage.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { debianEnvelope, failedEnvelope } from './support/debian-host.ts';
import type { SyntheticHost } from './support/debian-host.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const HOUR = 3_600_000;
const start = Date.parse('2026-05-10T08:00:00.000Z');

let site: TestSite;
let app: App;

beforeAll(async () => {
  site = makeSite(start);
  app = await site.open();
});

afterAll(async () => {
  await app.close();
  site.remove();
});

const openssl = { version: '3.0', security: '3.1' };
const curl = { version: '7.0', security: '7.1', held: true };

function host(changes: Partial<SyntheticHost> = {}) {
  site.now += HOUR;
  const packages = { openssl, curl, bash: { version: '5.2' } };
  return debianEnvelope({ name: 'web', startedAt: site.now, packages, ...changes });
}

const states = async () => {
  const { rows } = await listFindings(app, localOperator, { sort: 'product' });
  return rows.map(({ product, state, verifiedBy, installedAt }) => ({
    product,
    state,
    verifiedBy,
    installedAt,
  }));
};
const verdict = async () => (await listAssets(app, localOperator, {})).rows.map((row) => row.verdict);
const open = (product: string) => ({ product, state: 'open', verifiedBy: null, installedAt: null });

test('a held package hides nothing', async () => {
  await receive(app, host());
  expect(await states()).toEqual([open('curl'), open('openssl')]);
  expect(await verdict()).toEqual(['fail']);
});

const updated = { packages: { openssl: { ...openssl, version: '3.1' }, curl, bash: { version: '5.2' } } };

test.each([
  ['a failed scan', () => failedEnvelope({ name: 'web', startedAt: (site.now += HOUR) })],
  ['a scan that a time limit ended', () => host({ ...updated, broken: { upgrade: 'timeout' } })],
  ['a scan without its package list', () => host({ ...updated, broken: { dpkg: 'failed' } })],
  ['a scan with half of its package list', () => host({ ...updated, broken: { dpkg: 'timeout' } })],
  ['a scan without the host’s index', () => host({ ...updated, broken: { 'packages-policy': 'failed' } })],
])('%s closes nothing', async (_title, envelope) => {
  await receive(app, envelope());
  expect(await states()).toEqual([open('curl'), open('openssl')]);
  expect(await verdict()).toEqual(['fail']);
});

test('the next good scan closes exactly what it proves, with its id and the date of dpkg.log', async () => {
  const at = Math.floor(site.now / 1000) * 1000 + 60_000;
  const { scanId } = await receive(app, host({ ...updated, log: [{ at, name: 'openssl', version: '3.1' }] }));
  expect(await states()).toEqual([
    open('curl'),
    { product: 'openssl', state: 'fixed', verifiedBy: scanId, installedAt: new Date(at).toISOString() },
  ]);
});

test('nothing missing on fresh lists passes, on old lists it cannot be told, and without a scan in the window neither', async () => {
  const clean = { packages: { bash: { version: '5.2' } } };
  await receive(app, host(clean));
  expect(await verdict()).toEqual(['pass']);
  await receive(app, host({ ...clean, fetchedAt: site.now - 8 * 24 * HOUR }));
  expect(await verdict()).toEqual(['indeterminate']);
  const { observed } = await getAsset(app, localOperator, { id: 'web' });
  expect(observed?.reasons.map(({ code }) => code)).toEqual(['lists-stale', 'archive-frozen']);
  site.now += 31 * 24 * HOUR;
  expect(await verdict()).toEqual(['not-scanned']);
  expect(await getCoverage(app, localOperator, {})).toMatchObject({ assets: 1, complete: 1, fresh: 0 });
});

test('a host that never let us in is no asset that passes', async () => {
  await receive(app, failedEnvelope({ name: 'closed', startedAt: site.now }));
  const { rows } = await listAssets(app, localOperator, { q: 'closed' });
  expect(rows).toMatchObject([
    { verdict: 'not-scanned', lastOutcome: 'failed', lastFailureCode: 'LOGIN_REFUSED', reached: false },
  ]);
});

test('the same envelope twice gets the first receipt and is applied once', async () => {
  const envelope = host();
  const first = await receive(app, envelope);
  const { total } = await listFindings(app, localOperator, {});
  expect(await receive(app, envelope)).toEqual(first);
  expect(await listFindings(app, localOperator, {})).toMatchObject({ total });
});
