import { afterEach, beforeEach, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { explainFinding } from '#lib/server/findings/explain-finding.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { listPatches } from '#lib/server/findings/list-patches.ts';
import { doubtStep, verifyStep } from '#lib/server/findings/verify-step.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { keepFile, windowsInventory } from './support/inventories.ts';
import { msrcMonth } from './support/msrc-months.ts';
import type { MsrcAdvice } from './support/msrc-months.ts';
import { addPerson } from './support/persons.ts';
import { makeSite, readEverything } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
const HOUR = DAY / 24;
const begun = Date.parse('2026-05-10T08:00:00.000Z');
const day = (n: number) => new Date(begun + n * DAY).toISOString();

let site: TestSite;
let app: App;
let ana: Viewer;

beforeEach(async () => {
  site = makeSite(begun);
  app = await site.open();
  ana = addPerson(app, { name: 'Ana Analyst', role: 'analyst' });
});

afterEach(async () => {
  await app.close();
  site.remove();
});

const windows = { name: 'Windows Server 2022', arch: 'x64', version: '10.0.20348.4893' };
const office = { name: 'Microsoft Office 2016', arch: 'x64', version: '16.0.5426.1000' };

async function scan(at: number, packages: readonly object[] = [windows]) {
  site.now = Math.max(site.now, begun + at * DAY + HOUR);
  await keepFile(app, windowsInventory(begun + at * DAY, { updates: [], installedUpdates: [], packages }));
}

const advisory: MsrcAdvice = {
  id: 'ADV190023',
  title: 'Guidance for Enabling LDAP Channel Binding and LDAP Signing',
  products: ['11923'],
  workaround: '<p>Configure LDAP signing to <b>require</b> on domain controllers.</p>',
};

async function publish(
  at: number,
  advice: readonly MsrcAdvice[],
  fixes: Parameters<typeof msrcMonth>[2] = [],
) {
  site.now = begun + at * DAY;
  const content = Buffer.from(msrcMonth('2026-May', '2026-05-01', fixes, advice));
  const input = { content, fileName: `month-${at}.json`, feed: null, mode: 'keep' as const, origin: null };
  await receiveFeed(app, localOperator, input);
  await app.warehouse.catchUp();
}

const findings = async (view: { asOf?: string; knownAt?: number } = {}) =>
  (await listFindings(app, localOperator, view)).rows;
const verdict = async () => (await listAssets(app, localOperator, {})).rows[0]?.verdict;

async function rebuiltTheSame() {
  const kept = await readEverything(app, {});
  await app.warehouse.rebuild();
  expect(await readEverything(app, {})).toEqual(kept);
}

const checked = {
  checked: 'LDAPServerIntegrity is 2.',
  how: 'gpresult /h on the domain controller.',
  when: day(4).slice(0, 10),
  evidence: 'CHG-2044',
};
const SETTINGS = 'Configure LDAP signing to require on domain controllers.';

test('an advisory that recommends settings alone is a finding with rank and clock, that only a record closes', async () => {
  await scan(0);
  await publish(1, [advisory]);
  const [opened] = await findings();
  expect(opened).toMatchObject({
    fix: 'settings:ADV190023',
    product: 'Windows Server 2022',
    advisory: 'ADV190023',
    cves: ['ADV190023'],
    severity: 'high',
    rank: 'high',
    state: 'open',
    verdict: 'fail',
    firstDetected: day(1),
    released: '2026-05-01T07:00:00.000Z',
    packages: [{ name: 'Windows Server 2022', arch: 'ADV190023', installed: 'none', fixed: 'ADV190023' }],
    reasons: [{ code: 'settings-not-verified' }],
  });
  expect(opened?.due).not.toBeNull();
  const id = opened?.id ?? '';
  expect(await verdict()).toBe('fail');
  expect((await listPatches(app, localOperator, {})).rows).toMatchObject([
    {
      fix: 'settings:ADV190023',
      place: 1,
      advisory: 'ADV190023',
      title: advisory.title,
      steps: SETTINGS,
      effort: { actions: 1, install: 0, settings: 1, steps: false },
    },
  ]);
  expect(await explainFinding(app, localOperator, { id })).toMatchObject({
    matcher: 'settings-notice 1',
    comparisons: [{ result: { sign: -1, why: 'nobody verified the settings that ADV190023 recommends' } }],
    steps: { text: SETTINGS, left: true, alone: true },
    advice: {
      cves: [{ cve: 'ADV190023', record: { feed: 'msrc', at: 'month-1.json $.Vulnerability[0]' } }],
      module: null,
    },
    evidence: {
      section: 'packages',
      lines: expect.arrayContaining([expect.objectContaining({ hit: true })]),
    },
  });

  await scan(2);
  site.now = begun + 4 * DAY;
  await verifyStep(app, ana, { findingId: id, ...checked });
  const knownAt = app.warehouse.appliedSeq();
  const closed = {
    id,
    state: 'fixed',
    verdict: 'pass',
    resolvedAt: day(4),
    verifiedBy: `steps ${day(4)}`,
    packages: [{ installed: 'ADV190023' }],
  };
  expect(await findings()).toMatchObject([closed]);
  expect(await findings({ asOf: day(3) })).toMatchObject([{ id, state: 'open' }]);
  expect(await verdict()).toBe('pass');

  // The feed goes on recommending it, and scans go on seeing the product, in a newer build too: it stays verified.
  await publish(5, [{ ...advisory, severity: 'Critical' }]);
  await scan(6, [{ ...windows, version: '10.0.20348.5020' }]);
  await scan(100);
  expect(await findings()).toMatchObject([closed]);
  await rebuiltTheSame();
  expect(await findings({ knownAt })).toMatchObject([closed]);
});

test('taking the record back opens it again, and a scan that comes late tells the same story', async () => {
  await scan(0);
  await publish(1, [advisory]);
  const [{ id = '' } = {}] = await findings();
  site.now = begun + 4 * DAY;
  await verifyStep(app, ana, { findingId: id, ...checked });
  await scan(5);
  site.now = begun + 7 * DAY;
  await doubtStep(app, ana, { findingId: id, reason: 'Only one of two controllers.' });
  const again = { id, state: 'open', verdict: 'fail', firstDetected: day(1), reopenedAt: day(7) };
  expect(await findings()).toMatchObject([again]);
  await scan(3);
  await scan(8);
  expect(await findings()).toMatchObject([again]);
  await rebuiltTheSame();
  site.now = begun + 9 * DAY;
  await verifyStep(app, ana, { findingId: id, ...checked });
  expect(await findings()).toMatchObject([{ id, state: 'fixed', resolvedAt: day(9) }]);
});

test('what only the notes of an advisory say opens with the first scan, once for each product, and ends with it', async () => {
  const { workaround: notes = '', ...only } = advisory;
  await publish(0, [{ ...only, notes, products: ['11923', '10754'] }]);
  await scan(1, [windows, office]);
  const [patch] = (await listPatches(app, localOperator, {})).rows;
  expect(patch).toMatchObject({
    fix: 'settings:ADV190023',
    steps: `No update is named. From the notes of the advisory:\n\n${SETTINGS}`,
  });
  expect((await findings()).map(({ product, firstDetected }) => [product, firstDetected])).toEqual([
    ['Microsoft Office 2016', day(1)],
    ['Windows Server 2022', day(1)],
  ]);
  await scan(2, [windows]);
  expect(await findings()).toMatchObject([
    { product: 'Windows Server 2022', state: 'open' },
    { product: 'Microsoft Office 2016', state: 'removed', verdict: 'pass', resolvedAt: day(2) },
  ]);
  await rebuiltTheSame();
});

test('stands beside the update that the same product lacks', async () => {
  await scan(0);
  const update = { cve: 'CVE-2026-0501', product: '11923', kb: '5081111', build: '10.0.20348.5020' } as const;
  await publish(1, [advisory], [update]);
  expect((await findings()).map(({ fix, state }) => [fix, state]).sort()).toEqual([
    ['security-update:Windows Server 2022@10.0.20348.5020', 'open'],
    ['settings:ADV190023', 'open'],
  ]);
  await scan(2, [{ ...windows, version: '10.0.20348.5020' }]);
  expect((await findings()).map(({ fix, state }) => [fix, state])).toEqual([
    ['settings:ADV190023', 'open'],
    ['security-update:Windows Server 2022@10.0.20348.5020', 'fixed'],
  ]);
});

test('recommended for a product without an update although another product has one', async () => {
  const flaw = { ...advisory, id: 'CVE-2026-0502', products: ['11923', '10754'] as const };
  const month = JSON.parse(msrcMonth('2026-May', '2026-05-01', [], [flaw]));
  month.Vulnerability[0].Remediations.push({
    Description: { Value: '5002999' },
    URL: '',
    ProductID: ['10754'],
    Type: 'Vendor Fix',
    Supercedence: '',
    RestartRequired: { Value: 'No' },
    SubType: 'Security Update',
    FixedBuild: '16.0.5500.1000',
  });
  await scan(0, [windows, office]);
  site.now = begun + DAY;
  const content = Buffer.from(JSON.stringify(month));
  const input = { content, fileName: 'month.json', feed: null, mode: 'keep' as const, origin: null };
  await receiveFeed(app, localOperator, input);
  await app.warehouse.catchUp();
  expect((await findings()).map(({ product, fix }) => [product, fix])).toEqual([
    ['Microsoft Office 2016', 'security-update:Microsoft Office 2016@16.0.5500.1000'],
    ['Windows Server 2022', 'settings:CVE-2026-0502'],
  ]);
});

test('ends without a pass when the vendor recommends it no longer and the flaw is there, and returns with its clock', async () => {
  await scan(0);
  await publish(1, [advisory]);
  const [opened] = await findings();
  await publish(2, [{ ...advisory, workaround: '' }]);
  expect(await findings()).toMatchObject([
    {
      id: opened?.id,
      state: 'no_fix',
      verdict: 'indeterminate',
      verifiedBy: `feeds ${day(2)}`,
      reasons: [{ code: 'fix-withdrawn', message: expect.stringContaining('no longer recommends settings') }],
    },
  ]);
  expect(await getFinding(app, localOperator, { id: opened?.id ?? '' })).toMatchObject({
    steps: null,
  });
  await publish(3, [{ ...advisory, severity: 'Moderate' }]);
  expect(await findings()).toMatchObject([{ id: opened?.id, state: 'open', firstDetected: day(1) }]);
  await publish(4, [{ ...advisory, products: ['12243'] }]);
  expect(await findings()).toMatchObject([{ id: opened?.id, state: 'not_affected', verdict: 'pass' }]);
  await rebuiltTheSame();
});

test('gives way to the update once there is one, which is no pass of its own', async () => {
  await scan(0);
  const flaw = { ...advisory, id: 'CVE-2026-0503' };
  await publish(1, [flaw]);
  const update = { cve: 'CVE-2026-0503', product: '11923', kb: '5081111', build: '10.0.20348.5020' } as const;
  await publish(2, [], [update]);
  expect((await findings()).map(({ fix, state, verdict: is }) => [fix, state, is])).toEqual([
    ['security-update:Windows Server 2022@10.0.20348.5020', 'open', 'fail'],
    ['settings:CVE-2026-0503', 'no_fix', 'indeterminate'],
  ]);
});
