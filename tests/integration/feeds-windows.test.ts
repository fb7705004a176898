import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { explainFinding } from '#lib/server/findings/explain-finding.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { getAsset } from '#lib/server/inventory/get-asset.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { keepFile, windowsInventory } from './support/inventories.ts';
import type { Json } from './support/inventories.ts';
import { msrcMonth } from './support/msrc-months.ts';
import { makeSite, readEverything } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
const HOUR = DAY / 24;
const begun = Date.parse('2026-05-10T08:00:00.000Z');

let site: TestSite;
let app: App;

beforeEach(async () => {
  site = makeSite(begun + HOUR);
  app = await site.open();
});

afterEach(async () => {
  await app.close();
  site.remove();
});

const findings = async () => (await listFindings(app, localOperator, {})).rows;
const reasons = async () => {
  const [asset] = (await listAssets(app, localOperator, {})).rows;
  const document = await getAsset(app, localOperator, { id: asset?.id ?? '' });
  return document.asset.reasons.filter(({ code }) => code === 'feed-undecided');
};

async function take(text: string, fileName = 'month.json') {
  const bytes = Buffer.from(text, 'utf8');
  await receiveFeed(app, localOperator, { content: bytes, fileName, feed: null, mode: 'keep', origin: null });
  await app.warehouse.catchUp();
}

const system = (version: string) => [{ name: 'Windows Server 2022', arch: 'x64', version }];
/** Nothing on offer by the host's own sources: what is missing is told by the feed alone. */
const host = (at: number, changes: Json = {}) => {
  site.now = Math.max(site.now, at + HOUR);
  return keepFile(app, windowsInventory(at, { updates: [], ...changes }));
};

const march = msrcMonth('2026-Mar', '2026-03-10', [
  { cve: 'CVE-2026-0301', product: '11923', kb: '5079473', build: '10.0.20348.4893', replaces: '5077181' },
]);
const april = msrcMonth('2026-Apr', '2026-04-14', [
  {
    cve: 'CVE-2026-0401',
    product: '11923',
    kb: '5081111',
    build: '10.0.20348.5020',
    replaces: '5079473',
    severity: 'Critical',
    exploited: true,
  },
]);
const office = (kbs: readonly (readonly [string, string, string])[]) =>
  msrcMonth(
    '2026-Apr',
    '2026-04-14',
    kbs.map(([cve, kb, replaces]) => ({ cve, product: '10754', kb, replaces })),
  );

describe('a Windows host and what Microsoft publishes', () => {
  it('lacks the newest cumulative update; older ones are superseded and start the clock', async () => {
    await host(begun);
    expect(await findings()).toEqual([]);
    site.now = begun + 2 * DAY;
    await take(march, 'march.json');
    await take(april, 'april.json');
    expect(await findings()).toMatchObject([
      {
        product: 'Windows Server 2022',
        verdict: 'fail',
        firstDetected: new Date(begun + 2 * DAY).toISOString(),
        advisory: 'KB5081111',
        supersedes: ['KB5079473'],
        released: '2026-03-10T07:00:00.000Z',
        cves: ['CVE-2026-0301', 'CVE-2026-0401'],
        severity: 'critical',
        knownExploited: '2026-04-14',
        rank: 'severe',
      },
    ]);
    const [finding] = await findings();
    const { ranking } = await explainFinding(app, localOperator, { id: finding?.id ?? '' });
    expect(JSON.stringify(ranking)).toContain('exploited since 2026-04-14, by the advisory');
    expect(JSON.stringify(ranking)).not.toContain('CISA');
  });

  it('is judged by the document that came before it, and by its scan closes what is reached', async () => {
    await take(march, 'march.json');
    await take(april, 'april.json');
    await host(begun + DAY, { packages: system('10.0.20348.4893') });
    expect(await findings()).toMatchObject([
      {
        advisory: 'KB5081111',
        supersedes: [],
        cves: ['CVE-2026-0401'],
        packages: [{ installed: '10.0.20348.4893', fixed: '10.0.20348.5020', scheme: 'windows' }],
      },
    ]);
    await host(begun + 2 * DAY, { packages: system('10.0.20348.5020') });
    expect(await findings()).toMatchObject([{ state: 'fixed', verdict: 'pass' }]);
  });

  it('is found by its build, whatever its name says of the release', async () => {
    await take(
      msrcMonth('2026-Mar', '2026-03-10', [
        { cve: 'CVE-2026-0301', product: '12243', kb: '5079474', build: '10.0.22631.6783' },
      ]),
    );
    const os = { id: 'windows', versionId: '22631.4317', name: 'Windows 11 Enterprise' };
    await host(begun, { os, packages: [{ name: '7-Zip', arch: 'x64', version: '24.8.0.0' }] });
    expect(await findings()).toMatchObject([
      {
        product: 'Windows 11 Enterprise',
        advisory: 'KB5079474',
        packages: [{ installed: '10.0.22631.4317' }],
      },
    ]);
    const [finding] = await findings();
    const { evidence } = await explainFinding(app, localOperator, { id: finding?.id ?? '' });
    expect(evidence).toMatchObject({ section: 'host' });
    expect(evidence?.lines.find(({ hit }) => hit)?.text).toContain('22631.4317');
  });

  it('is explained by record, file, both versions and a command', async () => {
    await host(begun);
    await take(march);
    const [finding] = await findings();
    const explained = await explainFinding(app, localOperator, { id: finding?.id ?? '' });
    expect(explained).toMatchObject({
      matcher: 'feed-statement 1',
      comparisons: [
        {
          installed: '10.0.20348.4171',
          fixed: '10.0.20348.4893',
          result: { sign: -1 },
          repeat: "[version]'10.0.20348.4171' -lt [version]'10.0.20348.4893'",
        },
      ],
      advice: {
        advisory: 'KB5079473',
        cves: [
          {
            cve: 'CVE-2026-0301',
            cvss: { score: 7.8 },
            record: {
              feed: 'msrc',
              at: 'month.json $.Vulnerability[0]',
              sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
            },
          },
        ],
      },
      evidence: { section: 'packages', lines: [{ hit: true }] },
    });
  });
});

describe('a product without builds', () => {
  const word = { name: 'Microsoft Office 2016', arch: 'x64', version: '16.0.4266.1001' };
  const packages = [...system('10.0.20348.5020'), word];

  it('is decided by the updates that are installed, or replaced by one that is', async () => {
    await take(
      office([
        ['CVE-2026-0501', '5002500', ''],
        ['CVE-2026-0502', '5002600', '5002500'],
        ['CVE-2026-0503', '5002700', ''],
      ]),
    );
    await host(begun, { packages, installedUpdates: ['KB5002700'] });
    expect(await findings()).toMatchObject([
      {
        product: 'Microsoft Office 2016',
        advisory: 'KB5002600',
        supersedes: ['KB5002500'],
        cves: ['CVE-2026-0501', 'CVE-2026-0502'],
        packages: [{ name: 'KB5002600', installed: 'none', fixed: 'KB5002600' }],
      },
    ]);
    await host(begun + DAY, { packages, installedUpdates: ['KB5002600', 'KB5002700'] });
    expect(await findings()).toMatchObject([{ state: 'fixed', packages: [{ installed: 'KB5002600' }] }]);
  });

  it('follows an update that replaces the one that is missing, and closes by the newer', async () => {
    await take(office([['CVE-2026-0501', '5002500', '']]), 'april.json');
    await host(begun, { packages, installedUpdates: [] });
    await take(
      msrcMonth('2026-May', '2026-05-09', [
        { cve: 'CVE-2026-0601', product: '10754', kb: '5002600', replaces: '5002500' },
      ]),
      'may.json',
    );
    expect(await findings()).toMatchObject([{ advisory: 'KB5002600', supersedes: ['KB5002500'] }]);
    await host(begun + DAY, { packages, installedUpdates: [] });
    expect(await findings()).toHaveLength(1);
    await host(begun + 2 * DAY, { packages, installedUpdates: ['KB5002600'] });
    expect((await findings()).map(({ state }) => state)).toEqual(['fixed']);
  });

  it('cannot be told without the list of updates, nor without a number: never clear', async () => {
    await host(begun, { packages });
    expect(await reasons()).toEqual([]);
    await take(office([['CVE-2026-0501', '5002500', '']]));
    expect(await findings()).toEqual([]);
    expect(await reasons()).toMatchObject([
      { message: expect.stringContaining('the inventory does not list installed updates (CVE-2026-0501)') },
    ]);
    const [asset] = (await listAssets(app, localOperator, {})).rows;
    expect(asset).toMatchObject({ verdict: 'indeterminate' });
    await host(begun + DAY, { packages, installedUpdates: [] });
    expect(await reasons()).toEqual([]);
    expect(await findings()).toMatchObject([{ advisory: 'KB5002500' }]);
  });

  it('that updates itself is said to be undecided by name', async () => {
    await take(msrcMonth('2026-Apr', '2026-04-14', [{ cve: 'CVE-2026-0701', product: '11762', kb: null }]));
    const apps = { name: 'Microsoft 365 Apps for Enterprise', arch: 'x64', version: '16.0.17928.20216' };
    await host(begun, { packages: [...system('10.0.20348.5020'), apps], installedUpdates: [] });
    expect(await reasons()).toMatchObject([
      {
        message: expect.stringMatching(/^Feeds cannot tell .* Microsoft 365 Apps .*no update by its number/),
      },
    ]);
  });
});

it('gives the same answers after a rebuild, whatever came late', async () => {
  const office16 = { name: 'Microsoft Office 2016', arch: 'x64', version: '16.0.4266.1001' };
  const packages = [...system('10.0.20348.4171'), office16];
  await host(begun, { packages });
  site.now = begun + 2 * DAY;
  await take(march, 'march.json');
  await take(office([['CVE-2026-0501', '5002500', '']]), 'office.json');
  await host(begun + 4 * DAY, { packages, installedUpdates: ['KB5002500'] });
  site.now = begun + 5 * DAY;
  await take(april, 'april.json');
  await host(begun + DAY, { packages });
  await host(begun + 6 * DAY, { packages: system('10.0.20348.5020') });
  const kept = await readEverything(app, {});
  await app.warehouse.rebuild();
  expect(await readEverything(app, {})).toEqual(kept);
});
