import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { explainFinding } from '#lib/server/findings/explain-finding.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { getPosture } from '#lib/server/findings/get-posture.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { listPatches } from '#lib/server/findings/list-patches.ts';
import { getAsset } from '#lib/server/inventory/get-asset.ts';
import { getCoverage } from '#lib/server/inventory/get-coverage.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { getScan } from '#lib/server/scans/get-scan.ts';
import { getSection } from '#lib/server/scans/get-section.ts';
import { listScans } from '#lib/server/scans/list-scans.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const now = Date.parse('2026-05-10T08:00:00.000Z');
const nobody: Viewer = { ...localOperator, units: [] };
const stranger: Viewer = { ...localOperator, units: ['another-unit'] };
const member: Viewer = { ...localOperator, units: ['another-unit', 'default'] };

let site: TestSite;
let app: App;
let assetId: string;
let findingId: string;
let scanId: string;

beforeAll(async () => {
  site = makeSite(now);
  app = await site.open();
  const packages = { openssl: { version: '3.0', security: '3.1' } };
  const receipt = await receive(app, debianEnvelope({ name: 'web', startedAt: now - 1000, packages }));
  scanId = receipt.scanId;
  assetId = receipt.assets[0] ?? '';
  findingId = (await listFindings(app, localOperator, {})).rows[0]?.id ?? '';
});

afterAll(async () => {
  await app.close();
  site.remove();
});

describe.each([
  ['a viewer of no unit', nobody],
  ['a viewer of another unit', stranger],
])('%s', (_title, viewer) => {
  test('sees empty lists and counts of nothing', async () => {
    const lists: Promise<unknown>[] = [
      listFindings(app, viewer, {}),
      listAssets(app, viewer, {}),
      listScans(app, viewer, {}),
    ];
    lists.push(listPatches(app, viewer, { pageSize: 10 }));
    for (const list of await Promise.all(lists)) expect(list).toMatchObject({ total: 0, rows: [] });
    expect(await getPosture(app, viewer, {})).toMatchObject({
      open: 0,
      closed: 0,
      assets: { pass: 0, fail: 0, indeterminate: 0, notScanned: 0 },
    });
    expect(await getCoverage(app, viewer, {})).toMatchObject({ assets: 0, reached: 0 });
  });

  const asks: [string, () => string, (id: string) => Promise<unknown>][] = [
    ['a finding', () => findingId, (id) => getFinding(app, viewer, { id })],
    ['its explanation', () => findingId, (id) => explainFinding(app, viewer, { id })],
    ['an asset', () => assetId, (id) => getAsset(app, viewer, { id })],
    ['an asset by name', () => 'web', (id) => getAsset(app, viewer, { id })],
    ['a scan', () => scanId, (id) => getScan(app, viewer, { id })],
    [
      'a section',
      () => scanId,
      (scan) => getSection(app, viewer, { scanId: scan, name: 'dpkg', page: 1, pageSize: 10 }),
    ],
  ];

  test.each(asks)(
    'gets for %s of others exactly the answer for one that does not exist',
    async (_what, idOf, ask) => {
      const answer = await ask(idOf()).catch(shape);
      expect(answer).toMatchObject({ code: 'NOT_FOUND', status: 404 });
      expect(answer).toEqual(await ask('0'.repeat(32)).catch(shape));
    },
  );
});

test('a viewer of the unit sees all of it', async () => {
  expect(await listFindings(app, member, {})).toMatchObject({ total: 1 });
  expect(await getAsset(app, member, { id: 'web' })).toMatchObject({ asset: { id: assetId } });
  expect(await getScan(app, member, { id: scanId })).toMatchObject({ scan: { id: scanId } });
});

test('nothing is known before the event that recorded it', async () => {
  const { rows } = await listFindings(app, localOperator, { knownAt: 2 });
  expect(rows).toEqual([]);
  expect(await getPosture(app, localOperator, { knownAt: 2 })).toMatchObject({ open: 0 });
});

function shape(error: unknown): unknown {
  if (!(error instanceof Error)) throw error;
  const { message, ...rest } = error as Error & { code?: string; status?: number; remedy?: string };
  return { message, code: rest.code, status: rest.status, remedy: rest.remedy };
}
