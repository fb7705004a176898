import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { feeds } from '#scanners/feeds/index.ts';
import { buildZip } from '../fixtures/build-zip.ts';
import { feedFixture } from '../fixtures/publisher.ts';
import { listUnfixed } from '#lib/server/findings/list-unfixed.ts';
import { getAsset } from '#lib/server/inventory/get-asset.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { keepFile, redHatInventory } from './support/inventories.ts';
import type { Json } from './support/inventories.ts';
import { makeSite } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const HOUR = 3_600_000;
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

async function take(content: unknown, fileName = 'record.json') {
  site.now += HOUR;
  const bytes = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  await receiveFeed(app, localOperator, { content: bytes, fileName, feed: null, mode: 'keep', origin: null });
  await app.warehouse.catchUp();
}

const host = (os: Json, versionScheme: string, packages: readonly Json[]) =>
  keepFile(app, redHatInventory(begun, { os, versionScheme, packages, updates: [], kernel: null }));

const findings = async () =>
  (await listFindings(app, localOperator, {})).rows.map(({ state, advisory, cves, packages }) => ({
    state,
    advisory,
    cves,
    fixed: packages.map(({ fixed }) => fixed),
  }));

describe('one record of Ubuntu’s after others', () => {
  const affected = (release: string, fixed: string) => ({
    package: { ecosystem: `Ubuntu:${release}:LTS`, name: 'varnish' },
    ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
  });
  const record = (id: string, rest: Json) => ({
    schema_version: '1.7.0',
    id,
    modified: '2026-05-01T00:00:00Z',
    published: '2026-05-01T00:00:00Z',
    details: 'varnish',
    ...rest,
  });
  const ubuntu = { id: 'ubuntu', versionId: '22.04', name: 'Ubuntu 22.04.5 LTS' };
  const varnish = { name: 'varnish', arch: 'amd64', version: '6.6.1-1ubuntu0.1' };
  const flaw = (changes: Json = {}) =>
    record('UBUNTU-CVE-2026-0001', {
      affected: [affected('22.04', '6.6.1-1ubuntu0.2'), affected('24.04', '7.1.1-1.1ubuntu1.1')],
      ...changes,
    });
  const open = { state: 'open', cves: ['CVE-2026-0001'], fixed: ['6.6.1-1ubuntu0.2'] };

  it('ends nothing that the records of the flaw, or of the notice, say of other releases', async () => {
    await host(ubuntu, 'deb', [varnish]);
    await take(flaw());
    await take(
      record('USN-1-1', { upstream: ['CVE-2026-0001'], affected: [affected('22.04', '6.6.1-1ubuntu0.2')] }),
    );
    expect(await findings()).toEqual([{ ...open, advisory: 'USN-1-1' }]);
    await take(
      record('USN-1-2', { upstream: ['CVE-2026-0001'], affected: [affected('24.04', '7.1.1-1.1ubuntu1.1')] }),
    );
    await take(flaw({ modified: '2026-05-03T00:00:00Z' }));
    expect(await findings()).toEqual([{ ...open, advisory: 'USN-1-1' }]);
  });

  it('that the archive at the publisher’s address no longer holds is over; in a file of records it is not asked', async () => {
    const [address = ''] = feeds['ubuntu-osv'].addresses;
    const other = (id: string) => record(id, { affected: [affected('24.04', '7.1.1-1.1ubuntu1.1')] });
    const archive = async (records: readonly Json[], at: string | null) => {
      site.now += HOUR;
      const members = records.map((one) => ({
        name: `${String(one['id'])}.json`,
        content: JSON.stringify(one),
      }));
      const origin = at === null ? null : { address: at, etag: null, lastModified: null };
      const content = buildZip(members);
      await receiveFeed(app, localOperator, {
        content,
        fileName: 'all.zip',
        feed: null,
        mode: 'keep',
        origin,
      });
      await app.warehouse.catchUp();
    };
    await host(ubuntu, 'deb', [varnish]);
    const keeps = record('UBUNTU-CVE-2026-0003', { affected: [affected('22.04', '6.6.1-1ubuntu0.1')] });
    await archive([flaw(), keeps, other('UBUNTU-CVE-2026-0002')], address);
    expect(await findings()).toMatchObject([open]);
    await archive([keeps, other('UBUNTU-CVE-2026-0004')], null);
    await archive([keeps, other('UBUNTU-CVE-2026-0004')], `${address}.copy`);
    expect(await findings()).toMatchObject([open]);
    await archive([other('UBUNTU-CVE-2026-0002'), keeps, other('UBUNTU-CVE-2026-0004')], address);
    expect(await findings()).toMatchObject([{ state: 'not_affected' }]);
  });

  it('that takes the flaw back ends its finding', async () => {
    await host(ubuntu, 'deb', [varnish]);
    await take(flaw());
    expect(await findings()).toEqual([{ ...open, advisory: null }]);
    await take(flaw({ withdrawn: '2026-05-04T00:00:00Z' }));
    expect(await findings()).toMatchObject([{ state: 'not_affected' }]);
  });
});

describe('hosts whose system has no index that scans read', () => {
  it('of Arch are judged by its tracker', async () => {
    await host({ id: 'arch', versionId: null, name: 'Arch Linux' }, 'pacman', [
      { name: 'libtiff', arch: 'x86_64', version: '4.0.8-1' },
    ]);
    await take([
      {
        name: 'AVG-5',
        packages: ['libtiff'],
        status: 'Fixed',
        severity: 'Critical',
        type: 'arbitrary code execution',
        affected: '4.0.8-1',
        fixed: '4.0.8-2',
        issues: ['CVE-2026-0005'],
        advisories: [],
      },
    ]);
    expect(await findings()).toEqual([
      { state: 'open', advisory: 'AVG-5', cves: ['CVE-2026-0005'], fixed: ['4.0.8-2'] },
    ]);
  });
});

it('hosts of SUSE are judged by its documents, by service pack and extension', async () => {
  const aiohttp = (version: string) => [
    { name: 'python311-aiohttp', arch: 'x86_64', version, source: 'python-aiohttp' },
  ];
  const sles = (versionId: string) => ({
    id: 'sles',
    versionId,
    name: `SUSE Linux Enterprise Server ${versionId}`,
  });
  await host(sles('15.5'), 'rpm', aiohttp('3.9.3-150400.10.11.1'));
  const document = feedFixture('suse-vex/cve-2023-47627.json')
    .toString('utf8')
    .replace('2026-08-08', '2026-05-08');
  await take(document, 'cve-2023-47627.json');
  const fixed = { state: 'open', cves: ['CVE-2023-47627'], fixed: ['0:3.9.3-150400.10.14.1'] };
  expect(await findings()).toEqual([{ ...fixed, advisory: 'SUSE-SU-2024:0577-1' }]);
  const other = { name: 'sles-02', machineId: 'c0ffee00c0ffee00c0ffee00c0ffee12', addresses: [] };
  const packages = aiohttp('3.9.3-150400.10.11.1');
  const left = { os: sles('15.4'), versionScheme: 'rpm', packages, updates: [], kernel: null };
  await keepFile(app, redHatInventory(begun, { ...left, host: other }));
  const { rows } = await listUnfixed(app, localOperator, { cve: 'CVE-2023-47627' });
  expect(rows).toMatchObject([{ state: 'needs_subscription', archives: ['ltss'] }]);
  expect(await findings()).toHaveLength(1);
});

it('a fix that Alpine no longer lists for a package is over', async () => {
  await host({ id: 'alpine', versionId: '3.20.1', name: 'Alpine Linux v3.20' }, 'apk', [
    { name: 'busybox', arch: 'x86_64', version: '1.36.1-r28' },
  ]);
  const secdb = (secfixes: Json) => ({
    distroversion: 'v3.20',
    reponame: 'main',
    urlprefix: 'https://dl-cdn.alpinelinux.org/alpine',
    packages: [
      { pkg: { name: 'busybox', secfixes } },
      { pkg: { name: 'xz', secfixes: { 0: ['CVE-2026-2'] } } },
    ],
  });
  await take(secdb({ '1.36.1-r29': ['CVE-2026-0001'], '1.36.1-r2': ['CVE-2026-0003'] }), 'main.json');
  expect(await findings()).toMatchObject([{ state: 'open', cves: ['CVE-2026-0001'] }]);
  await take(secdb({ '1.36.1-r2': ['CVE-2026-0003'] }), 'main.json');
  expect(await findings()).toMatchObject([{ state: 'not_affected' }]);
});

describe('a backport on a Debian host', () => {
  const debian = { id: 'debian', versionId: '12', name: 'Debian GNU/Linux 12 (bookworm)' };
  const tracker = {
    curl: {
      'CVE-2026-0007': {
        releases: {
          bookworm: { status: 'resolved', fixed_version: '7.88.1-10+deb12u6', repositories: {} },
          trixie: { status: 'resolved', fixed_version: '8.14.1-3', repositories: {} },
        },
      },
    },
  };
  const curl = (version: string, at = begun) =>
    keepFile(
      app,
      redHatInventory(at, {
        os: debian,
        versionScheme: 'deb',
        packages: [{ name: 'curl', arch: 'amd64', version }],
        updates: [],
        kernel: null,
      }),
    );

  it('is judged by the release that it comes from, and fixed once a build of its fix is installed', async () => {
    await curl('8.14.1-2~bpo12+1');
    await take(tracker, 'tracker.json');
    expect(await findings()).toEqual([
      { state: 'open', advisory: null, cves: ['CVE-2026-0007'], fixed: ['8.14.1-3~bpo12'] },
    ]);
    site.now += 24 * HOUR;
    await curl('8.14.1-3~bpo12+1', site.now - HOUR);
    expect(await findings()).toMatchObject([{ state: 'fixed' }]);
  });
});

it('the kernel of an Ubuntu host has the flaws of what it was signed from, whichever comes first', async () => {
  const fetchedAt = new Date(begun).toISOString();
  const security = { name: 'noble-security', security: true, fetchedAt };
  const kernel = '6.8.0-45.45';
  const packages = [
    { name: 'linux-image-generic', arch: 'amd64', version: '6.8.0-45.45.1', source: 'linux-meta' },
    { name: 'linux-image-6.8.0-45-generic', arch: 'amd64', version: kernel, source: 'linux-signed' },
  ];
  const inventory = (name: string) =>
    redHatInventory(begun, {
      host: { name, machineId: name.padEnd(32, '0'), addresses: [] },
      os: { id: 'ubuntu', versionId: '24.04', name: 'Ubuntu 24.04 LTS' },
      versionScheme: 'deb',
      sources: [security],
      packages,
      updates: [
        { name: 'linux-image-generic', arch: 'amd64', version: '6.8.0-47.47.1', source: security.name },
      ],
      kernel: null,
    });
  const record = (id: string, rest: Json) => ({
    schema_version: '1.7.0',
    id,
    modified: '2026-05-01T00:00:00Z',
    published: '2026-05-01T00:00:00Z',
    details: 'linux',
    affected: [
      {
        package: { ecosystem: 'Ubuntu:24.04:LTS', name: 'linux' },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '6.8.0-47.47' }] }],
      },
    ],
    ...rest,
  });
  await keepFile(app, inventory('a'));
  await take(record('UBUNTU-CVE-2026-0009', {}));
  await take(record('USN-9-1', { upstream: ['CVE-2026-0009'] }));
  await keepFile(app, inventory('b'));
  const told = { state: 'open', advisory: 'USN-9-1', cves: ['CVE-2026-0009'], fixed: ['6.8.0-47.47.1'] };
  expect(await findings()).toEqual([told, told]);
});

it('an image that Trivy lists is judged by the sources that it names', async () => {
  const purl = 'pkg:apk/alpine/libssl3@3.3.1-r0?arch=x86_64&distro=3.20.1';
  const properties = [{ name: 'aquasecurity:trivy:SrcName', value: 'openssl' }];
  await keepFile(app, {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: {
      timestamp: new Date(begun).toISOString(),
      tools: { components: [{ name: 'trivy', version: '0.58.0' }] },
      component: { 'bom-ref': 'image', type: 'container', name: 'shop:1' },
    },
    components: [
      { 'bom-ref': 'os', type: 'operating-system', name: 'alpine', version: '3.20.1' },
      { 'bom-ref': purl, type: 'library', name: 'libssl3', version: '3.3.1-r0', purl, properties },
    ],
  });
  await take(
    {
      distroversion: 'v3.20',
      reponame: 'main',
      urlprefix: 'https://dl-cdn.alpinelinux.org/alpine',
      packages: [{ pkg: { name: 'openssl', secfixes: { '3.3.1-r1': ['CVE-2026-0011'] } } }],
    },
    'main.json',
  );
  expect(await findings()).toMatchObject([{ state: 'open', cves: ['CVE-2026-0011'], fixed: ['3.3.1-r1'] }]);
});

it('an image of which no source is told cannot pass', async () => {
  const names = [
    'libssl3',
    'libcrypto3',
    'musl',
    'busybox',
    'zlib',
    'apk-tools',
    'scanelf',
    'ssl_client',
    'a',
    'b',
  ];
  const image = (upstream: string, hours: number) => ({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: {
      timestamp: new Date(begun + hours * HOUR).toISOString(),
      component: { 'bom-ref': 'image', type: 'container', name: 'shop' },
    },
    compositions: [{ aggregate: 'complete', assemblies: ['image'] }],
    components: names.map((name, at) => ({
      'bom-ref': name,
      type: 'library',
      name,
      purl: `pkg:apk/alpine/${name}@3.3.1-r0?arch=x86_64&distro=3.20.1${at === 0 ? upstream : ''}`,
    })),
  });
  const reasons = async () => {
    const [asset] = (await listAssets(app, localOperator, {})).rows;
    return (await getAsset(app, localOperator, { id: asset?.id ?? '' })).asset.reasons.map(
      ({ code }) => code,
    );
  };
  await keepFile(app, image('', 0));
  expect(await reasons()).toContain('sources-not-told');
  site.now += 3 * HOUR;
  await keepFile(app, image('&upstream=openssl', 2));
  expect(await reasons()).not.toContain('sources-not-told');
});
