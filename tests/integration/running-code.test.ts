import { afterEach, beforeEach, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { explainFinding } from '#lib/server/findings/explain-finding.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { listPatches } from '#lib/server/findings/list-patches.ts';
import { getAsset } from '#lib/server/inventory/get-asset.ts';
import { debianEnvelope } from './support/debian-host.ts';
import type { SyntheticHost } from './support/debian-host.ts';
import { makeSite, readEverything, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
const begun = Date.parse('2026-05-01T08:00:00.000Z');
const day = (n: number) => begun + n * DAY;
const text = (at: number) => new Date(at).toISOString();

let site: TestSite;
let app: App;

beforeEach(async () => {
  site = makeSite(begun);
  app = await site.open();
});

afterEach(async () => {
  await app.close();
  site.remove();
});

async function scan(n: number, version: string, host: Partial<SyntheticHost> = {}) {
  site.now = Math.max(site.now, day(n) + 5000);
  const packages = { nginx: { version, security: '1.1' } };
  await receive(app, debianEnvelope({ name: 'web-01', startedAt: day(n), packages, ...host }));
}

const log = [
  { at: day(-9), name: 'nginx', version: '1.0' },
  { at: day(2), name: 'nginx', version: '1.1' },
];
const nginx = async (view: { asOf?: string } = {}) =>
  (await listFindings(app, localOperator, { ...view, product: 'nginx' })).rows;

test('a finding waits for the restart of its service, says so everywhere, and closes as of that restart', async () => {
  await scan(0, '1.0');
  await scan(3, '1.1', { log, programs: { nginx: day(-5) } });
  const [waiting] = await nginx();
  expect(waiting).toMatchObject({
    state: 'old_code_running',
    verdict: 'fail',
    loadState: 'inferred',
    resolvedAt: null,
    packages: [{ load: { known: 'inferred', programs: [{ name: 'nginx', startedAt: text(day(-5)) }] } }],
    reasons: [{ code: 'old-code-running', remedy: 'Restart nginx, then scan again.' }],
  });
  expect(await explainFinding(app, localOperator, { id: waiting?.id ?? '' })).toMatchObject({
    loadState: 'inferred',
    reasons: [{ message: expect.stringContaining('inferred') }],
  });
  expect((await listPatches(app, localOperator, {})).rows).toMatchObject([
    { product: 'nginx', effort: { install: 0, restart: 1 } },
  ]);

  await scan(6, '1.1', { log, programs: { nginx: day(5) } });
  expect(await nginx()).toMatchObject([
    {
      id: waiting?.id,
      state: 'fixed',
      verdict: 'pass',
      installedAt: text(day(2)),
      resolvedAt: text(day(5)),
      verifiedAt: text(day(6)),
      loadState: 'inferred',
      reasons: [],
    },
  ]);
  expect(await nginx({ asOf: text(day(4)) })).toMatchObject([{ state: 'old_code_running' }]);
  const kept = await readEverything(app, {});
  await app.warehouse.rebuild();
  expect(await readEverything(app, {})).toEqual(kept);
});

test('live patches are a fact of the asset and a remark on its kernel, and what a feed says of the release stands beside', async () => {
  const canonical = {
    Status: [
      { Kernel: '6.1.0-1', Running: true, Livepatch: { State: 'applied', Version: '104.1', Fixes: [] } },
    ],
  };
  await scan(0, '1.0', {
    livepatch: `canonical\t${JSON.stringify(canonical)}\n`,
    kernel: { running: '6.1.0-1', images: ['6.1.0-1'] },
  });
  const life = {
    schema_version: '1.2.0',
    generated_at: '2026-04-01T00:00:00+00:00',
    total: 1,
    result: [
      {
        name: 'debian',
        releases: [
          { name: '12', isEol: false, eolFrom: '2026-04-30', isEoes: false, eoesFrom: '2028-06-30' },
        ],
      },
    ],
  };
  const content = Buffer.from(JSON.stringify(life));
  await receiveFeed(app, localOperator, {
    content,
    fileName: 'full.json',
    feed: 'endoflife',
    origin: null,
    mode: 'keep',
  });
  await app.warehouse.catchUp();
  const support = { product: 'debian', release: '12', ended: 'support', extendedEnds: '2028-06-30' };
  expect(await getAsset(app, localOperator, { id: 'web-01' })).toMatchObject({
    support,
    observed: { livePatches: { state: 'applied', version: '104.1', cves: [] } },
  });
  const [open] = await nginx();
  expect(await getFinding(app, localOperator, { id: open?.id ?? '' })).toMatchObject({
    support,
    livePatches: null,
  });
});

test('a kernel that is patched in memory, or waits for its boot, says so among the reasons and stays open', async () => {
  const fixes = [{ Name: 'cve-2026-7101', Description: '', Bug: '', Patched: true }];
  const canonical = {
    Status: [
      { Kernel: '6.1.0-1', Running: true, Livepatch: { State: 'applied', Version: '104.1', Fixes: fixes } },
    ],
  };
  const kernel = (version: string) => ({
    'linux-image-amd64': { version, security: '6.1.2', source: 'linux' },
  });
  const running = { running: '6.1.0-1', images: ['6.1.0-1'] };
  const livepatch = `canonical\t${JSON.stringify(canonical)}\n`;
  await scan(0, '1.1', { packages: kernel('6.1.1'), livepatch, kernel: running });
  const [open] = (await listFindings(app, localOperator, { product: 'linux' })).rows;
  const id = open?.id ?? '';
  expect(open).toMatchObject({ state: 'open', verdict: 'fail' });
  expect(await getFinding(app, localOperator, { id })).toMatchObject({
    finding: {
      verdict: 'fail',
      reasons: [{ code: 'live-patched', remedy: expect.stringContaining('closes nothing') }],
    },
  });
  expect(await explainFinding(app, localOperator, { id })).toMatchObject({
    verdict: 'fail',
    reasons: [{ code: 'live-patched', message: expect.stringContaining('The fixed kernel does not run.') }],
  });

  await scan(1, '1.1', { packages: kernel('6.1.2'), kernel: { ...running, images: ['6.1.0-1', '6.1.0-2'] } });
  expect((await listFindings(app, localOperator, { product: 'linux' })).rows).toMatchObject([
    { id, state: 'reboot_pending', verdict: 'fail', reasons: [{ code: 'reboot-pending' }] },
  ]);
});
