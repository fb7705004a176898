import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdvisoryNotice, FeedItem, Statement } from '#core/advisory/feed-item.ts';
import { lastAffectedOf } from '#core/advisory/statement-note.ts';
import { compareSign } from '#core/version/compare.ts';
import { buildZip } from '../../tests/fixtures/build-zip.ts';
import { feedFailure, runFeed } from '../../tests/fixtures/run-feed.ts';
import { openFeedFile } from './feed-input.ts';
import { feeds } from './index.ts';
import { intervalsOf } from './osv-intervals.ts';
import { osvProduct } from './osv-product.ts';
import type { OsvAffected, OsvEvent } from './osv-record.ts';

const isStatement = (item: FeedItem): item is Statement => item.kind === 'statement';
const isNotice = (item: FeedItem): item is AdvisoryNotice => item.kind === 'advisory';

function affectedOf(ecosystem: string, name: string, changes: Partial<OsvAffected> = {}): OsvAffected {
  return {
    ecosystem,
    name,
    purl: null,
    availability: null,
    ranges: [],
    commitRanges: 0,
    otherEvents: 0,
    versions: [],
    ...changes,
  };
}

function recordOf(changes: object = {}, affected: object = {}): object {
  return {
    id: 'GHSA-aaaa-bbbb-cccc',
    modified: '2026-01-02T03:04:05Z',
    published: '2026-01-01T00:00:00Z',
    aliases: ['CVE-2026-90001'],
    summary: 'A flaw',
    affected: [
      {
        package: { ecosystem: 'npm', name: '@scope/name' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.2.3' }] }],
        ...affected,
      },
    ],
    ...changes,
  };
}

const run = (record: object) => runFeed(feeds.osv, JSON.stringify(record), 'record.json');
const statements = async (record: object) => (await run(record)).items.filter(isStatement);

describe('the events of a range', () => {
  const kinds: Record<string, OsvEvent['kind']> = { '+': 'introduced', '<': 'fixed', '=': 'last_affected' };
  const events = (text: string) =>
    text.split(' ').map((one): OsvEvent => {
      const [, mark = '', version = ''] = /^([+<=])(.+)$/.exec(one) ?? [];
      return { kind: kinds[mark] ?? 'fixed', version };
    });

  it.each<[string, readonly (readonly [string | null, string | null, string | null])[]]>([
    ['+0 <1.2.3', [[null, '1.2.3', null]]],
    ['+0', [[null, null, null]]],
    ['+1.0.0', [['1.0.0', null, null]]],
    ['+0 =1.2.3', [[null, null, '1.2.3']]],
    [
      '+1.0.0 <1.2.3 +2.0.0 <2.0.5',
      [
        ['1.0.0', '1.2.3', null],
        ['2.0.0', '2.0.5', null],
      ],
    ],
    [
      '<2.0.5 +2.0.0 <1.2.3 +1.0.0',
      [
        ['1.0.0', '1.2.3', null],
        ['2.0.0', '2.0.5', null],
      ],
    ],
    [
      '+0 <1.0.0 +1.0.0 <1.1.0',
      [
        [null, '1.0.0', null],
        ['1.0.0', '1.1.0', null],
      ],
    ],
    ['+1.0.0 =1.0.0', [['1.0.0', null, '1.0.0']]],
    ['+0 +1.0.0 <1.2.3 <1.3.0', [[null, '1.2.3', null]]],
    [
      '+0 <1.2.3 +2.0.0',
      [
        [null, '1.2.3', null],
        ['2.0.0', null, null],
      ],
    ],
    ['<1.2.3', [[null, '1.2.3', null]]],
  ])('%s', (text, expected) => {
    const intervals = intervalsOf(events(text), 'semver');
    expect(intervals.map((one) => [one.introduced, one.fixed, one.lastAffected])).toEqual(expected);
  });

  it('make every version affected that the schema’s own evaluation makes so', () => {
    const version = fc.integer({ min: 1, max: 6 }).map((major) => `${major}.0.0`);
    const kind = fc.constantFrom('introduced', 'fixed', 'last_affected');
    const event = fc.record({ kind, version });
    fc.assert(
      fc.property(
        fc.uniqueArray(event, { selector: (one) => one.version, maxLength: 5 }),
        version,
        (some, at) => {
          const sign = (a: string, b: string) => compareSign('semver', a, b) ?? 0;
          const ordered = [...some].sort((a, b) => sign(a.version, b.version));
          const all: OsvEvent[] = [...some, { kind: 'introduced', version: '0' }];
          // OSV schema, "Evaluation": the events in order, each that is not above the version decides.
          let isAffected = true;
          for (const one of ordered) {
            if (one.kind === 'introduced' && sign(at, one.version) >= 0) isAffected = true;
            else if (one.kind === 'fixed' && sign(at, one.version) >= 0) isAffected = false;
            else if (one.kind === 'last_affected' && sign(at, one.version) > 0) isAffected = false;
          }
          const inAny = intervalsOf(all, 'semver').some(
            ({ introduced, fixed, lastAffected }) =>
              (introduced === null || sign(at, introduced) >= 0) &&
              (fixed === null || sign(at, fixed) < 0) &&
              (lastAffected === null || sign(at, lastAffected) <= 0),
          );
          expect(inAny).toBe(isAffected);
        },
      ),
    );
  });
});

describe('an OSV package', () => {
  it.each<[string, string, Partial<OsvAffected>, object | string]>([
    [
      'Debian:12',
      'openssl',
      {},
      { ecosystem: 'debian', release: 'bookworm', keyedBy: 'source', scheme: 'deb' },
    ],
    ['Debian', 'openssl', {}, 'a package of an unknown release'],
    [
      'Alpine:v3.20',
      'libxml2',
      {},
      { ecosystem: 'alpine', release: 'v3.20', scheme: 'apk', keyedBy: 'source' },
    ],
    ['Ubuntu:22.04:LTS', 'curl', {}, { ecosystem: 'ubuntu', release: '22.04', repository: null }],
    ['Ubuntu:24.10', 'curl', {}, { release: '24.10', repository: null }],
    ['Ubuntu:Pro:18.04:LTS', 'curl', {}, { release: '18.04', repository: 'ubuntu-pro' }],
    [
      'Ubuntu:Pro:18.04:LTS',
      'curl',
      { availability: 'Available with Ubuntu Pro (Infra-only): https://ubuntu.com/pro' },
      { release: '18.04', repository: 'esm-infra' },
    ],
    [
      'Ubuntu:Pro:22.04:LTS',
      'curl',
      { availability: 'Available with Ubuntu Pro: https://ubuntu.com/pro' },
      { repository: 'esm-apps' },
    ],
    [
      'Ubuntu:Pro:14.04:LTS',
      'linux',
      { purl: 'pkg:deb/ubuntu/linux@3.13?arch=source&distro=esm-infra-legacy/trusty' },
      { release: '14.04', repository: 'esm-infra-legacy' },
    ],
    [
      'Ubuntu:Pro:16.04:LTS',
      'curl',
      { purl: 'pkg:deb/ubuntu/curl@7?distro=esm-infra%2Fxenial' },
      { repository: 'esm-infra' },
    ],
    ['Ubuntu:Pro:FIPS-updates:20.04:LTS', 'openssl', {}, { release: '20.04', repository: 'fips-updates' }],
    ['Ubuntu:Pro:24.04:LTS:Realtime:Kernel', 'linux-realtime', {}, { repository: 'realtime-kernel' }],
    [
      'AlmaLinux:9',
      'nginx-core',
      {},
      { ecosystem: 'almalinux', release: '9', keyedBy: 'binary', scheme: 'rpm' },
    ],
    ['Rocky Linux:8', 'webkit2gtk3', {}, { ecosystem: 'rocky', release: '8', keyedBy: 'source' }],
    [
      'Red Hat:enterprise_linux:9::appstream',
      'sudo',
      {},
      { ecosystem: 'redhat', release: '9', repository: null },
    ],
    ['Red Hat:rhel_eus:9.2::baseos', 'sudo', {}, { release: '9', repository: 'rhel-9.2-eus' }],
    [
      'SUSE:Linux Enterprise Server 15 SP5-LTSS',
      'curl',
      {},
      { ecosystem: 'suse', release: '15.5', repository: 'ltss' },
    ],
    ['SUSE:Linux Enterprise Module for Basesystem 15 SP6', 'curl', {}, { release: '15.6', repository: null }],
    ['SUSE:Linux Enterprise Micro 5.5', 'curl', {}, { release: 'micro-5.5' }],
    ['SUSE:Manager Server 4.3', 'curl', {}, 'a package of an unknown release'],
    ['openSUSE:Leap 15.6', 'curl', {}, { release: 'leap-15.6' }],
    ['openSUSE:Tumbleweed', 'curl', {}, { release: 'tumbleweed' }],
    [
      'npm',
      '@scope/name',
      {},
      { ecosystem: 'purl', product: 'pkg:npm/%40scope/name', scheme: 'semver', release: '' },
    ],
    ['npm', 'left-pad', {}, { product: 'pkg:npm/left-pad', keyedBy: 'purl' }],
    ['PyPI', 'Flask_Login', {}, { product: 'pkg:pypi/flask-login', scheme: 'pep440' }],
    [
      'Maven',
      'org.apache.logging.log4j:log4j-core',
      {},
      { product: 'pkg:maven/org.apache.logging.log4j/log4j-core', scheme: 'maven' },
    ],
    ['Go', 'golang.org/x/net', {}, { product: 'pkg:golang/golang.org/x/net', scheme: 'go' }],
    ['Go', 'stdlib', {}, { product: 'pkg:golang/stdlib' }],
    ['RubyGems', 'rails', {}, { product: 'pkg:gem/rails', scheme: 'gem' }],
    ['crates.io', 'tokio', {}, { product: 'pkg:cargo/tokio', scheme: 'semver' }],
    ['Packagist', 'symfony/http-kernel', {}, { product: 'pkg:composer/symfony/http-kernel' }],
    ['NuGet', 'Newtonsoft.Json', {}, { product: 'pkg:nuget/Newtonsoft.Json', scheme: 'nuget' }],
    ['Chainguard', 'curl', {}, 'an ecosystem without a matching rule, or a name that is none there'],
    ['Wolfi', 'curl', {}, 'an ecosystem without a matching rule, or a name that is none there'],
    ['constructor', 'curl', {}, 'an ecosystem without a matching rule, or a name that is none there'],
    ['Debian:12', '../../etc', {}, 'a package without a name'],
  ])('of %s named %s', (ecosystem, name, changes, expected) => {
    const product = osvProduct(affectedOf(ecosystem, name, changes));
    if (typeof expected === 'string') expect(product).toBe(expected);
    else expect(product).toMatchObject(expected);
  });
});

describe('an OSV record', () => {
  it('is said of every flaw it stands for', async () => {
    const both = {
      aliases: ['CVE-2026-90001', 'GHSA-x', 'CVE-2026-90002'],
      upstream: ['CVE-2026-90008'],
      related: ['CVE-2026-90009'],
    };
    expect((await statements(recordOf(both))).map((one) => one.vulnerability)).toEqual([
      'CVE-2026-90001',
      'CVE-2026-90002',
    ]);
    expect(
      (await statements(recordOf({ aliases: [], related: ['CVE-2026-90009'] }))).map((one) => [
        one.vulnerability,
        one.advisory,
      ]),
    ).toEqual([['GHSA-aaaa-bbbb-cccc', 'GHSA-aaaa-bbbb-cccc']]);
    const distribution = {
      package: { ecosystem: 'Rocky Linux:9', name: 'curl' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '0:7.76-1.el9' }] }],
    };
    const advisory = recordOf(
      { id: 'RLSA-2026:1', aliases: [], upstream: ['CVE-2026-90003'], related: ['CVE-2026-90009'] },
      distribution,
    );
    expect((await statements(advisory)).map((one) => one.vulnerability)).toEqual(['CVE-2026-90003']);
    const older = recordOf({ id: 'RLSA-2026:1', aliases: [], related: ['CVE-2026-90009'] }, distribution);
    expect((await statements(older)).map((one) => one.vulnerability)).toEqual(['CVE-2026-90009']);
    const flaw = recordOf(
      { id: 'DEBIAN-CVE-2026-90004', aliases: [] },
      { package: { ecosystem: 'Debian:13', name: 'curl' } },
    );
    expect(await statements(flaw)).toMatchObject([
      { vulnerability: 'CVE-2026-90004', advisory: null, release: 'trixie' },
    ]);
  });

  it('that is withdrawn gives a notice alone, once the day has come', async () => {
    const content = Buffer.from(JSON.stringify(recordOf({ withdrawn: '2026-02-01T00:00:00Z' })));
    const at = async (receivedAt: number) => {
      const items: FeedItem[] = [];
      const input = await openFeedFile({ fileName: 'x.json', receivedAt, content });
      await feeds.osv.read(input, (item) => items.push(item));
      return [items.filter(isNotice).map((one) => one.withdrawn), items.filter(isStatement).length];
    };
    expect(await at(Date.parse('2026-02-01T00:00:00Z'))).toEqual([['2026-02-01T00:00:00.000Z'], 0]);
    expect(await at(Date.parse('2026-01-31T23:59:59Z'))).toEqual([[null], 1]);
  });

  it('on a flaw that is withdrawn says that its packages do not have it', async () => {
    const flaw = recordOf(
      { id: 'UBUNTU-CVE-2026-90004', withdrawn: '2020-02-01T00:00:00Z' },
      { package: { ecosystem: 'Ubuntu:24.04:LTS', name: 'curl' } },
    );
    const input = await openFeedFile({
      fileName: 'x.json',
      receivedAt: Date.parse('2026-02-01T00:00:00Z'),
      content: Buffer.from(JSON.stringify(flaw)),
    });
    const items: FeedItem[] = [];
    await feeds['ubuntu-osv'].read(input, (item) => items.push(item));
    expect(items.filter(isStatement)).toMatchObject([
      { product: 'curl', vulnerability: 'CVE-2026-90004', status: 'not-affected', fixed: null },
    ]);
  });

  it('that lists versions only is said of each', async () => {
    const listed = await statements(recordOf({}, { ranges: [], versions: ['1.0.0', '1.0.1'] }));
    expect(listed.map((one) => [one.introduced, one.fixed, lastAffectedOf(one.note), one.status])).toEqual([
      ['1.0.0', null, '1.0.0', 'affected'],
      ['1.0.1', null, '1.0.1', 'affected'],
    ]);
    const many = Array.from({ length: 2001 }, (_, patch) => `1.0.${patch}`);
    const { summary } = await run(recordOf({}, { ranges: [], versions: many }));
    expect(summary.skipped).toEqual([{ reason: 'a list of too many single versions', n: 1 }]);
  });

  it('that ranges over commits only, or over other systems, is counted and never taken for nothing', async () => {
    const commits = recordOf(
      {},
      { ranges: [{ type: 'GIT', repo: 'x', events: [{ introduced: '0' }] }], package: undefined },
    );
    await expect(run(commits)).rejects.toThrow('an entry without a package');
    const other = recordOf({}, { package: { ecosystem: 'Chainguard', name: 'curl' } });
    const documents = [other, recordOf(), { ...recordOf(), affected: [] }].map((record, index) => ({
      name: `${index}.json`,
      content: JSON.stringify(record),
    }));
    const { items, summary } = await runFeed(feeds.osv, buildZip(documents), 'all.zip');
    expect(items).toHaveLength(2);
    expect(summary.skipped).toEqual([
      { reason: 'a record without packages', n: 1 },
      { reason: 'an ecosystem without a matching rule, or a name that is none there', n: 1 },
    ]);
  });

  it('of a module names its stream, or is not used', async () => {
    const affected = {
      package: { ecosystem: 'AlmaLinux:9', name: 'nodejs' },
      ranges: [
        {
          type: 'ECOSYSTEM',
          events: [{ introduced: '0' }, { fixed: '1:20.15.1-1.module_el9.4.0+123+abcdef12' }],
        },
      ],
    };
    const named = recordOf({ id: 'ALSA-2026:1', summary: 'Important: nodejs:20 security update' }, affected);
    expect(await statements(named)).toMatchObject([{ module: 'nodejs:20', scheme: 'rpm' }]);
    const { summary } = await run(
      recordOf({ id: 'ALSA-2026:1', summary: 'Important: security update' }, affected),
    );
    expect(summary.skipped).toEqual([{ reason: 'a module without a stream', n: 1 }]);
  });

  it('of events, flaws or stretches without end stops, or is counted', async () => {
    const fixed = Array.from({ length: 10_000 }, (_, patch) => ({ fixed: `1.0.${patch}` }));
    const { summary } = await run(
      recordOf({}, { ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, ...fixed] }] }),
    );
    expect(summary.skipped).toEqual([{ reason: 'a range of too many events', n: 1 }]);
    const aliases = Array.from({ length: 501 }, (_, index) => `CVE-2026-${10_000 + index}`);
    const versions = Array.from({ length: 2000 }, (_, patch) => `1.0.${patch}`);
    await expect(run(recordOf({ aliases }, { ranges: [], versions }))).rejects.toMatchObject({
      code: 'FEED_TOO_LARGE',
    });
  });

  it('with a version that cannot be compared is counted, the rest is used', async () => {
    const ranges = [
      { type: 'SEMVER', events: [{ introduced: '0' }, { fixed: 'x.y' }] },
      { type: 'SEMVER', events: [{ introduced: '2.0.0' }, { fixed: '2.1.0' }] },
    ];
    const { items, summary } = await run(recordOf({}, { ranges }));
    expect(items.filter(isStatement)).toMatchObject([{ introduced: '2.0.0', fixed: '2.1.0' }]);
    expect(summary.skipped).toEqual([{ reason: 'a range with a version that cannot be compared', n: 1 }]);
  });

  it('keeps the publisher’s own word', async () => {
    const rated = async (changes: object) => (await run(recordOf(changes))).items.filter(isNotice)[0];
    expect(await rated({ database_specific: { severity: 'MODERATE' } })).toMatchObject({
      severity: 'medium',
      rating: 'MODERATE',
    });
    expect(await rated({ severity: [{ type: 'Ubuntu', score: 'negligible' }] })).toMatchObject({
      severity: 'low',
    });
    expect(await rated({ severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N' }] })).toMatchObject({
      severity: null,
      rating: null,
    });
  });

  it('among records that are none spoils the whole', async () => {
    const documents = [recordOf(), { id: 'x' }].map((record, index) => ({
      name: `${index}.json`,
      content: JSON.stringify(record),
    }));
    expect(await feedFailure(feeds.osv, buildZip(documents))).toBe('FEED_INVALID');
    expect(await feedFailure(feeds['ubuntu-osv'], JSON.stringify(recordOf()))).toBe('FEED_INVALID');
  });
});
