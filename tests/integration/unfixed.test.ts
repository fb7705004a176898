import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { exportUnfixed } from '#lib/server/exports/export-unfixed.ts';
import { receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { getPatch } from '#lib/server/findings/get-patch.ts';
import { getUnfixed } from '#lib/server/findings/get-unfixed.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { listPatches } from '#lib/server/findings/list-patches.ts';
import { listUnfixed } from '#lib/server/findings/list-unfixed.ts';
import { totalSelection } from '#lib/server/findings/total-selection.ts';
import { decideAssets } from '#lib/server/inventory/decide-assets.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { keepFile, redHatInventory } from './support/inventories.ts';
import { addPerson } from './support/persons.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const HOUR = 3_600_000;
const begun = Date.parse('2026-05-10T08:00:00.000Z');
const OLD = '3.0.11-1~deb12u1';
const FIXED = '3.0.13-1~deb12u1';
const AHEAD = '3.0.14-1~deb12u2';

let site: TestSite;
let app: App;
let beforeFeeds: number;

async function take(text: string, fileName: string): Promise<void> {
  const bytes = Buffer.from(text, 'utf8');
  await receiveFeed(app, localOperator, { content: bytes, fileName, feed: null, mode: 'keep', origin: null });
  await app.warehouse.catchUp();
}

const entry = (more: Readonly<Record<string, unknown>>) => ({
  scope: 'remote',
  releases: {
    bookworm: {
      status: 'open',
      repositories: { bookworm: OLD, 'bookworm-security': FIXED },
      urgency: 'not yet assigned',
      ...more,
    },
  },
});

const tracker = JSON.stringify({
  openssl: {
    'CVE-2026-1001': entry({ status: 'resolved', fixed_version: FIXED }),
    'CVE-2026-1002': entry({ status: 'resolved', fixed_version: AHEAD }),
    'CVE-2026-1003': entry({ nodsa: 'Minor issue', nodsa_reason: 'ignored' }),
    'CVE-2026-1004': entry({}),
  },
  curl: { 'CVE-2026-1002': entry({}) },
});
const announcements = `[05 May 2026] DSA-6002-1 openssl - security update
\t{CVE-2026-1001}
\t[bookworm] - openssl ${FIXED}
`;
const scores = `#model_version:v2025.03.14,score_date:2026-05-09T00:00:00+0000
cve,epss,percentile
CVE-2026-1004,0.62,0.97
CVE-2026-1003,0.01,0.2
`;

beforeAll(async () => {
  site = makeSite(begun + HOUR);
  app = await site.open();
  const openssl = { version: OLD, security: FIXED };
  // Two binaries of one source on the first host: it still counts once.
  const libssl = { version: OLD, source: 'openssl' };
  const hosts = {
    'web-1': { openssl, libssl3: libssl },
    'web-2': { openssl },
    'db-1': { curl: { version: '7.88.1-10' } },
  };
  for (const [name, packages] of Object.entries(hosts))
    await receive(app, debianEnvelope({ name, startedAt: begun, packages }));
  beforeFeeds = app.store.log.head().seq;
  site.now += HOUR;
  await take(tracker, 'tracker.json');
  await take(announcements, 'list');
  await take(scores, 'epss_scores-2026-05-09.csv');
});

afterAll(async () => {
  await app.close();
  site.remove();
});

const list = (query: Parameters<typeof listUnfixed>[2] = {}) => listUnfixed(app, localOperator, query);

describe('flaws without a fix', () => {
  it('stand once per product and state, with the assets that have them, the likeliest attack first', async () => {
    const { rows, total, states } = await list();
    expect(rows.map(({ cve, product, state, assets }) => [cve, product, state, assets])).toEqual([
      ['CVE-2026-1004', 'openssl', 'no_fix', 2],
      ['CVE-2026-1003', 'openssl', 'wont_fix', 2],
      ['CVE-2026-1002', 'openssl', 'announced', 2],
      ['CVE-2026-1002', 'curl', 'no_fix', 1],
    ]);
    expect(total).toBe(4);
    expect(states.filter(({ flaws }) => flaws > 0)).toEqual([
      { state: 'no_fix', flaws: 2 },
      { state: 'announced', flaws: 1 },
      { state: 'wont_fix', flaws: 1 },
    ]);
  });

  it('say what the vendor says, since when, and which record of which file', async () => {
    const { rows } = await list({ state: 'announced' });
    expect(rows).toMatchObject([
      {
        announced: [AHEAD],
        notes: [],
        since: new Date(begun + 2 * HOUR).toISOString(),
        record: { feed: 'debian-tracker', file: 'tracker.json', seq: beforeFeeds + 1 },
      },
    ]);
    expect((await list({ state: 'wont_fix' })).rows).toMatchObject([
      { notes: ['Minor issue'], epss: { score: 0.01, model: 'v2025.03.14' } },
    ]);
  });

  it('have the rank that the method gives on the worst asset', async () => {
    // EPSS from 0.1 on without a CVSS score is high (docs/guide/ranking.md).
    expect((await list({ cve: 'CVE-2026-1004' })).rows).toMatchObject([{ rank: 'high' }]);
  });

  it('are narrowed by asset, sorted, paged and exported', async () => {
    expect((await list({ asset: 'db-1' })).rows.map(({ cve }) => cve)).toEqual(['CVE-2026-1002']);
    const page = await list({ sort: '-assets', page: 2, pageSize: 3 });
    expect([page.total, page.rows.map(({ product }) => product)]).toEqual([4, ['curl']]);
    const csv = await exportUnfixed(app, localOperator, { state: 'announced' });
    expect(csv).toContain(`CVE-2026-1002,openssl,announced,${AHEAD},,,2,`);
  });

  it('name their assets, as many as the list counts', async () => {
    const { rows } = await getUnfixed(app, localOperator, { id: 'CVE-2026-1002' });
    expect(
      rows.map(({ product, assets, hosts }) => [product, assets, hosts.map(({ asset }) => asset)]),
    ).toEqual([
      ['openssl', 2, ['web-1', 'web-2']],
      ['curl', 1, ['db-1']],
    ]);
  });

  it('are as unknown before the feed as they were then, and absent outside the viewer’s units', async () => {
    expect((await list({ knownAt: beforeFeeds })).total).toBe(0);
    const owner = addPerson(app, { name: 'Otto Owner', role: 'owner', unit: 'payments' });
    expect((await listUnfixed(app, owner, {})).total).toBe(0);
    await expect(getUnfixed(app, owner, { id: 'CVE-2026-1002' })).rejects.toMatchObject({ status: 404 });
  });
});

describe('a fix', () => {
  it('is named by its advisory: listed, searched and found by it, while the key stays', async () => {
    const { rows } = await listPatches(app, localOperator, { advisory: 'DSA-6002-1' });
    const key = `security-update:openssl@${FIXED}`;
    expect(rows).toMatchObject([{ fix: key, advisory: 'DSA-6002-1', refinedFrom: key, place: 1 }]);
    for (const q of ['dsa-6002', 'cve-2026-1001', 'openssl'])
      expect((await listPatches(app, localOperator, { q })).total).toBe(1);
    const { patch } = await getPatch(app, localOperator, { id: 'DSA-6002-1' });
    expect(patch).toMatchObject({ fix: key, knownSince: new Date(begun + 2 * HOUR).toISOString() });
    expect((await listFindings(app, localOperator, { q: 'DSA-6002' })).rows).toMatchObject([
      { advisory: 'DSA-6002-1', refinedFrom: key },
      { advisory: 'DSA-6002-1', refinedFrom: key },
    ]);
  });

  it('removes the risk and takes the effort that its findings say', async () => {
    const { rows } = await listPatches(app, localOperator, {});
    // Two findings, not ranked (4), on assets of which nothing is decided (5).
    expect(rows[0]).toMatchObject({
      risk: 40,
      effort: { actions: 2, install: 2, reboot: 0, restart: 0, held: 0, steps: false },
    });
  });

  it('is added up with others that are chosen, an asset once, and becomes a command', async () => {
    const { rows } = await listPatches(app, localOperator, {});
    const ids = rows.map(({ id }) => id);
    expect(await totalSelection(app, localOperator, { ids })).toEqual({
      fixes: 1,
      findings: 2,
      assets: 2,
      overdue: 0,
      risk: 40,
      commands: [
        {
          system: 'Debian GNU/Linux 12 (bookworm)',
          // What the host's index offers, and the other binary of the source that feeds name.
          command: `apt-get install --only-upgrade -- libssl3=${FIXED} openssl=${FIXED}`,
        },
      ],
    });
    expect(await totalSelection(app, localOperator, { ids: ['0123456789abcdef'] })).toBeNull();
  });

  it('that names no single product asks which one is meant', async () => {
    site.now += 5 * HOUR;
    await receive(
      app,
      debianEnvelope({
        name: 'db-1',
        startedAt: begun + 3 * HOUR,
        packages: {
          curl: { version: '7.88.1-10', security: '7.88.1-11' },
        },
      }),
    );
    await take(
      `${announcements.replace('{CVE-2026-1001}', '{CVE-2026-1001 CVE-2026-1005}')}\t[bookworm] - curl 7.88.1-11\n`,
      'list',
    );
    await expect(getPatch(app, localOperator, { id: 'DSA-6002-1' })).rejects.toMatchObject({
      code: 'FIX_AMBIGUOUS',
      status: 409,
    });
    expect((await listPatches(app, localOperator, { advisory: 'DSA-6002-1' })).total).toBe(2);
    const { patch } = await getPatch(app, localOperator, { id: 'DSA-6002-1', product: 'curl' });
    expect(patch.product).toBe('curl');
  });
});

it('a retired asset has no flaw to wait for', async () => {
  const { rows } = await getUnfixed(app, localOperator, { id: 'CVE-2026-1003' });
  const id = rows[0]?.hosts[0]?.id ?? '';
  await decideAssets(app, localOperator, {
    assetIds: [id],
    decisions: [{ attribute: 'status', value: 'retired' }],
  });
  await app.warehouse.catchUp();
  expect((await list({ cve: 'CVE-2026-1003' })).rows).toMatchObject([{ assets: 1 }]);
});

it('a flaw shows what its vendor offers instead of a fix, which opens no finding', async () => {
  await keepFile(app, redHatInventory(begun, { updates: [] }));
  const path = new URL('../fixtures/feeds/redhat-vex/cve-2023-6238.json', import.meta.url);
  const document = JSON.parse(readFileSync(path, 'utf8'));
  const [flaw] = document.vulnerabilities;
  const product_ids = ['red_hat_enterprise_linux_9:kernel'];
  flaw.flags = [];
  flaw.product_status = { known_affected: product_ids };
  flaw.remediations = [
    { category: 'none_available', details: 'Affected', product_ids },
    { category: 'workaround', details: 'Let only root use\nNVMe passthrough.', product_ids },
  ];
  await take(JSON.stringify(document), 'cve-2023-6238.json');
  const [row] = (await getUnfixed(app, localOperator, { id: 'CVE-2023-6238' })).rows;
  expect(row).toMatchObject({
    state: 'no_fix',
    workaround: 'Let only root use\nNVMe passthrough.',
    hosts: [{ asset: 'rhel-01' }],
  });
  expect((await list({ cve: 'CVE-2026-1004' })).rows).toMatchObject([{ workaround: null }]);
  expect((await listFindings(app, localOperator, { cve: 'CVE-2023-6238' })).total).toBe(0);
});

it('a fix of a product on top is missing once a feed tells that an enabled repository holds it, without another scan', async () => {
  const repository = 'fast-datapath-for-rhel-9-x86_64-rpms';
  const host = { name: 'rhel-02', machineId: 'c0ffee00c0ffee00c0ffee00c0ffee02', addresses: ['10.0.0.22'] };
  const fetchedAt = new Date(begun).toISOString();
  const sources = ['rhel-9-for-x86_64-baseos-rpms', repository].map((name) => ({
    name,
    security: true,
    fetchedAt,
  }));
  const packages = [{ name: 'openvswitch3.1', arch: 'x86_64', version: '3.1.0-90.el9fdp' }];
  await keepFile(app, redHatInventory(begun, { host, sources, packages, updates: [], kernel: null }));
  const cpe = 'cpe:/o:redhat:enterprise_linux:9::fastdatapath';
  const path = new URL('../fixtures/feeds/redhat-vex/cve-2023-6238.json', import.meta.url);
  const document = JSON.parse(readFileSync(path, 'utf8').replaceAll('CVE-2023-6238', 'CVE-2026-2001'));
  const nevra = 'openvswitch3.1-0:3.1.0-96.el9fdp.x86_64';
  const product = (product_id: string, product_identification_helper: object) => ({
    category: 'product_version',
    name: product_id,
    product: { name: product_id, product_id, product_identification_helper },
  });
  document.product_tree = {
    branches: [
      product('9Base-FDP', { cpe }),
      product(nevra, { purl: 'pkg:rpm/redhat/openvswitch3.1@3.1.0-96.el9fdp?arch=x86_64' }),
    ],
    relationships: [
      {
        category: 'default_component_of',
        full_product_name: { name: nevra, product_id: `9Base-FDP:${nevra}` },
        product_reference: nevra,
        relates_to_product_reference: '9Base-FDP',
      },
    ],
  };
  const product_ids = [`9Base-FDP:${nevra}`];
  const url = 'https://access.redhat.com/errata/RHSA-2026:2001';
  Object.assign(document.vulnerabilities[0], {
    flags: [],
    product_status: { fixed: product_ids },
    remediations: [{ category: 'vendor_fix', details: 'Update.', product_ids, url }],
  });
  await take(JSON.stringify(document), 'cve-2026-2001.json');
  const about = { cve: 'CVE-2026-2001' };
  expect((await list(about)).rows).toMatchObject([{ state: 'needs_subscription', archives: [cpe] }]);
  await take(JSON.stringify({ data: { [repository]: { cpes: [cpe] } } }), 'repository-to-cpe.json');
  expect((await list(about)).rows).toEqual([]);
  expect((await listFindings(app, localOperator, about)).rows).toMatchObject([
    {
      asset: 'rhel-02',
      advisory: 'RHSA-2026:2001',
      state: 'open',
      packages: [{ fixed: '0:3.1.0-96.el9fdp' }],
    },
  ]);
});

it('the log alone gives the same list', async () => {
  const before = await list();
  await app.warehouse.rebuild();
  expect(await list()).toEqual(before);
});
