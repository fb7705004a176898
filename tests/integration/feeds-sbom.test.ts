import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { listFeeds } from '#lib/server/feeds/list-feeds.ts';
import { receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { explainFinding } from '#lib/server/findings/explain-finding.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { getAsset } from '#lib/server/inventory/get-asset.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { buildTar } from '../fixtures/build-deb.ts';
import { cyclonedxBill, osvRecord, spdxBill } from './support/bills.ts';
import type { BillPart } from './support/bills.ts';
import { keepFile, redHatInventory } from './support/inventories.ts';
import { listSecondOpinions } from '#lib/server/reports/list-second-opinions.ts';
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
const assets = async () => (await listAssets(app, localOperator, {})).rows;
const asset = async () => {
  const [row] = await assets();
  return getAsset(app, localOperator, { id: row?.id ?? '' });
};
const reasons = async () => (await asset()).asset.reasons.map(({ code }) => code);

async function take(content: string | Buffer, fileName = 'record.json') {
  const bytes = Buffer.from(content);
  await receiveFeed(app, localOperator, { content: bytes, fileName, feed: null, mode: 'keep', origin: null });
  await app.warehouse.catchUp();
}

const lodash = (version: string): BillPart => ({ purl: 'pkg:npm/lodash', version });
const flask = (version: string): BillPart => ({ purl: 'pkg:pypi/Flask', version });
const core = (version: string): BillPart => ({ purl: 'pkg:npm/%40angular/core', version });
const bill = (at: number, parts: readonly BillPart[], changes: Parameters<typeof cyclonedxBill>[2] = {}) => {
  site.now = Math.max(site.now, at + HOUR);
  return keepFile(app, cyclonedxBill(at, parts, changes), 'bom.json');
};

const npmRecord = osvRecord(
  'GHSA-aaaa-bbbb-cccc',
  ['CVE-2026-1101'],
  [
    {
      ecosystem: 'npm',
      name: 'lodash',
      events: [{ introduced: '0' }, { fixed: '3.10.2' }, { introduced: '4.0.0' }, { fixed: '4.17.21' }],
    },
  ],
);
const pythonRecord = osvRecord(
  'PYSEC-2026-7',
  ['CVE-2026-1102'],
  [{ ecosystem: 'PyPI', name: 'flask', events: [{ introduced: '0' }, { fixed: '2.2.5' }] }],
);

/** A flaw of something that nobody here has installed; some records name two ecosystems. */
const other = (id: string, ...ecosystems: readonly string[]) => {
  const events: readonly Record<string, string>[] = [{ introduced: '0' }, { fixed: '2.0.0' }];
  return osvRecord(
    id,
    [],
    ecosystems.map((ecosystem) => ({ ecosystem, name: 'other', events })),
  );
};
/** An ecosystem's archive as OSV publishes it: one record a member. */
const archive = (...records: readonly string[]) =>
  buildTar(Object.fromEntries(records.map((text) => [`${JSON.parse(text).id}.json`, text])));
const npmArchive = () =>
  archive(npmRecord, other('GHSA-bbbb-bbbb-bbbb', 'npm', 'PyPI'), other('GHSA-cccc-cccc-cccc', 'npm'));

describe('a bill of materials', () => {
  it('is the inventory of its application, and a record that comes later opens findings without another', async () => {
    const receipt = await bill(begun, [lodash('4.17.20'), flask('2.2.2'), core('17.0.1')]);
    expect(receipt).toMatchObject({ format: 'cyclonedx-json', receipt: { packages: 3, assets: 1 } });
    expect(await assets()).toMatchObject([{ name: 'shop' }]);
    expect(await findings()).toEqual([]);
    site.now = begun + 2 * DAY;
    await take(npmRecord, 'npm.json');
    await take(pythonRecord, 'python.json');
    expect(await findings()).toMatchObject([
      {
        product: 'pkg:npm/lodash',
        verdict: 'fail',
        firstDetected: new Date(begun + 2 * DAY).toISOString(),
        advisory: 'GHSA-aaaa-bbbb-cccc',
        cves: ['CVE-2026-1101'],
        severity: 'high',
        released: '2026-04-20T10:00:00.000Z',
        packages: [{ installed: '4.17.20', fixed: '4.17.21', scheme: 'semver' }],
      },
      {
        product: 'pkg:pypi/flask',
        cves: ['CVE-2026-1102'],
        packages: [{ installed: '2.2.2', fixed: '2.2.5', scheme: 'pep440' }],
      },
    ]);
  });

  it('is judged by the records that came before, version by version of one package', async () => {
    await take(npmRecord);
    await bill(begun, [lodash('3.10.1'), lodash('4.17.20'), lodash('4.17.21')]);
    expect(await findings()).toMatchObject([
      {
        product: 'pkg:npm/lodash',
        cves: ['CVE-2026-1101'],
        packages: [
          { arch: 'any', installed: '3.10.1', fixed: '3.10.2' },
          { arch: 'any-2', installed: '4.17.20', fixed: '4.17.21' },
        ],
      },
    ]);
  });

  it('that says it is complete closes what is updated as fixed and what is gone as removed', async () => {
    await take(npmRecord, 'npm.json');
    await take(pythonRecord, 'python.json');
    await bill(begun, [lodash('4.17.20'), flask('2.2.2')]);
    await bill(begun + DAY, [lodash('4.17.21')]);
    expect((await findings()).map(({ product, state }) => [product, state])).toEqual([
      ['pkg:npm/lodash', 'fixed'],
      ['pkg:pypi/flask', 'removed'],
    ]);
    expect(await assets()).toHaveLength(1);
  });

  it.each([
    ['is incomplete by its own word', { compositions: [{ aggregate: 'incomplete', assemblies: ['shop'] }] }],
    [
      'lists only the components of its vulnerabilities',
      {
        vulnerabilities: [
          { id: 'CVE-2026-1', affects: [{ ref: 'pkg:npm/%40angular/core@17.0.1' }], source: { name: 'NVD' } },
        ],
      },
    ],
  ])('that %s closes nothing, adds what it lists and says so', async (_what, changes) => {
    await take(npmRecord);
    await bill(begun, [lodash('4.17.20')]);
    await bill(begun + DAY, [core('17.0.1')], changes);
    const own = (await findings()).filter(({ product }) => product === 'pkg:npm/lodash');
    expect(own).toMatchObject([{ state: 'open' }]);
    expect(await reasons()).toContain('list-incomplete');
    const { packages } = await asset();
    expect(packages.rows.map(({ name }) => name)).toEqual(['pkg:npm/%40angular/core', 'pkg:npm/lodash']);
  });

  it('that is older than another closes nothing', async () => {
    await take(npmRecord);
    await bill(begun + DAY, [lodash('4.17.20')]);
    await bill(begun, [core('17.0.1')]);
    expect(await findings()).toMatchObject([{ state: 'open', product: 'pkg:npm/lodash' }]);
  });

  it('with a version that has no order there is undecided, with its reason', async () => {
    await bill(begun, [lodash('latest')]);
    await take(await npmArchive(), 'all.tar');
    expect(await findings()).toEqual([]);
    const { asset: row } = await asset();
    expect(row).toMatchObject({ verdict: 'indeterminate' });
    expect(row.reasons).toMatchObject([
      { code: 'feed-undecided', message: expect.stringContaining('pkg:npm/lodash: latest and') },
    ]);
    await bill(begun + DAY, [lodash('4.17.21')]);
    expect(await reasons()).toEqual([]);
    expect((await asset()).asset.verdict).toBe('pass');
  });

  it('passes only while feeds of all its ecosystems are fresh', async () => {
    const stands = async () => {
      const { verdict, reasons: why } = (await asset()).asset;
      return [verdict, why.map(({ code }) => code)];
    };
    await bill(begun, [lodash('4.17.21'), flask('2.2.5')]);
    expect(await stands()).toEqual(['indeterminate', ['no-feed']]);
    await take(await npmArchive(), 'all.tar');
    expect(await stands()).toEqual(['indeterminate', ['no-feed']]);
    await take(await archive(pythonRecord, other('PYSEC-2026-8', 'PyPI')), 'all.tar');
    expect(await stands()).toEqual(['pass', []]);
    await bill(begun + 20 * DAY, [lodash('4.17.21'), flask('2.2.5')]);
    expect(await stands()).toEqual(['indeterminate', ['feed-stale']]);
  });

  it('is not told by single records, however fresh, that nothing else is known of their ecosystem', async () => {
    const stands = async () => [(await asset()).asset.verdict, await reasons()];
    const listed = async () =>
      (await listFeeds(app, localOperator, {})).rows
        .filter(({ feed }) => feed === 'osv')
        .map(({ state, last, advisedFor }) => [state, last?.fileName, advisedFor.length > 0]);
    await bill(begun, [lodash('4.17.21')]);
    await take(npmRecord);
    expect(await stands()).toEqual(['indeterminate', ['no-feed']]);
    expect(await listed()).toMatchObject([['records', expect.any(String), true]]);
    // Of the archive of another ecosystem, too, only some records name this one.
    await take(await archive(other('PYSEC-2026-9', 'PyPI', 'npm'), pythonRecord), 'all.tar');
    expect(await stands()).toEqual(['indeterminate', ['no-feed']]);
    await take(await npmArchive(), 'all.tar');
    expect(await stands()).toEqual(['pass', []]);
    expect(await listed()).toEqual([['fresh', 'all.tar', false]]);
    // A record that comes later says nothing of how old the archive is.
    site.now = begun + 20 * DAY;
    await bill(begun + 20 * DAY, [lodash('4.17.21')]);
    await take(other('GHSA-dddd-dddd-dddd', 'npm'));
    expect(await stands()).toEqual(['indeterminate', ['feed-stale']]);
    expect(await listed()).toEqual([['stale', 'all.tar', false]]);
    const knownAt = app.warehouse.appliedSeq();
    await app.warehouse.rebuild();
    expect(app.warehouse.appliedSeq()).toBe(knownAt);
    expect(await stands()).toEqual(['indeterminate', ['feed-stale']]);
  });

  it('follows a record that is withdrawn: the flaw is no longer told, and the finding ends by the word of feeds', async () => {
    await bill(begun, [lodash('4.17.20')]);
    await take(npmRecord);
    await take(
      osvRecord(
        'GHSA-aaaa-bbbb-cccc',
        ['CVE-2026-1101'],
        [{ ecosystem: 'npm', name: 'lodash', events: [{ introduced: '0' }, { fixed: '4.17.21' }] }],
        { withdrawn: '2026-05-02T00:00:00Z' },
      ),
      'withdrawn.json',
    );
    const ended = { cves: [], state: 'not_affected', verdict: 'pass', adjudication: null };
    const verifiedBy = expect.stringMatching(/^feeds /);
    expect(await findings()).toMatchObject([{ ...ended, verifiedBy }]);
    await bill(begun + DAY, [lodash('4.17.22')]);
    expect(await findings()).toMatchObject([{ ...ended, verifiedBy }]);
  });

  it('is explained by record, file, line, both versions and a command', async () => {
    await bill(begun, [lodash('4.17.20')]);
    await take(npmRecord);
    const [finding] = await findings();
    expect(await explainFinding(app, localOperator, { id: finding?.id ?? '' })).toMatchObject({
      matcher: 'feed-statement 1',
      comparisons: [{ installed: '4.17.20', fixed: '4.17.21', repeat: 'npx semver 4.17.20 4.17.21' }],
      advice: {
        cves: [{ record: { feed: 'osv', at: 'GHSA-aaaa-bbbb-cccc.affected[0]', file: 'record.json' } }],
      },
      evidence: { section: 'packages', lines: [{ hit: true, text: expect.stringContaining('4.17.20') }] },
    });
  });
});

it('a bill only lists: what another tool finds in the same image stands', async () => {
  const found = {
    id: 'CVE-2026-9001',
    source: { name: 'NVD' },
    affects: [{ ref: 'pkg:npm/lodash@4.17.20' }],
  };
  const parts = [lodash('4.17.20'), core('17.0.1')];
  await bill(begun, parts, { vulnerabilities: [found] });
  await bill(begun + DAY, parts, { vulnerabilities: [found] });
  expect(await findings()).toMatchObject([{ state: 'no_fix', cves: ['CVE-2026-9001'] }]);
  expect((await listSecondOpinions(app, localOperator, {})).rows).toEqual([]);
});

describe('packages of a distribution in a bill', () => {
  const libssl: BillPart = {
    purl: 'pkg:deb/debian/libssl3?arch=amd64&distro=debian-12&upstream=openssl',
    version: '3.0.11-1~deb12u1',
  };
  const tracker = JSON.stringify({
    openssl: {
      'CVE-2026-1001': {
        description: 'x',
        scope: 'remote',
        releases: {
          bookworm: {
            status: 'resolved',
            fixed_version: '3.0.14-1~deb12u2',
            repositories: { bookworm: '3.0.14-1~deb12u2' },
            urgency: 'not yet assigned',
          },
        },
      },
    },
  });

  it('are judged by the distribution’s own data alone, by source and release', async () => {
    await take(tracker, 'tracker.json');
    await take(
      osvRecord(
        'GHSA-dddd-eeee-ffff',
        ['CVE-2026-1001'],
        [{ ecosystem: 'npm', name: 'openssl', events: [{ introduced: '0' }, { fixed: '99.0.0' }] }],
      ),
      'other.json',
    );
    await keepFile(app, spdxBill(begun, [libssl, lodash('4.17.20')]), 'image.spdx.json');
    expect(await assets()).toMatchObject([{ name: 'registry.example/shop' }]);
    expect(await findings()).toMatchObject([
      {
        product: 'openssl',
        cves: ['CVE-2026-1001'],
        packages: [{ name: 'libssl3', arch: 'amd64', fixed: '3.0.14-1~deb12u2' }],
      },
    ]);
  });

  it('of a release that is not told are judged by nothing, with the reason', async () => {
    await take(tracker, 'tracker.json');
    await keepFile(app, spdxBill(begun, [{ ...libssl, purl: 'pkg:deb/debian/libssl3?arch=amd64' }]));
    expect(await findings()).toEqual([]);
    expect(await reasons()).toContain('release-unknown');
  });
});

it('an inventory may name packages of languages by purl beside those of its system', async () => {
  const npm = { name: 'pkg:npm/lodash', arch: 'any', version: '4.17.20' };
  const { packages, updates } = redHatInventory(begun);
  await keepFile(app, redHatInventory(begun, { packages: [...(packages as object[]), npm], updates }));
  await take(npmRecord);
  const products = (await findings()).map(({ product }) => product);
  expect(products.sort()).toEqual(['openssl', 'pkg:npm/lodash']);
});

it('gives the same answers after a rebuild, whatever came late', async () => {
  await bill(begun, [lodash('4.17.20'), flask('latest')]);
  site.now = begun + 2 * DAY;
  await take(npmRecord, 'npm.json');
  await take(pythonRecord, 'python.json');
  await bill(begun + 4 * DAY, [lodash('4.17.21'), flask('2.2.2')]);
  await bill(begun + 3 * DAY, [core('17.0.1')], {
    compositions: [{ aggregate: 'incomplete', assemblies: ['shop'] }],
  });
  const kept = await readEverything(app, {});
  await app.warehouse.rebuild();
  expect(await readEverything(app, {})).toEqual(kept);
});
