import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AdvisoryNotice, FeedItem, Statement } from '#core/advisory/feed-item.ts';
import { buildZip } from '../../tests/fixtures/build-zip.ts';
import { feedFailure, runFeed, runFixture } from '../../tests/fixtures/run-feed.ts';
import { feeds } from './index.ts';

const folder = join(import.meta.dirname, '../../tests/fixtures/feeds');
const fixture = (path: string) => readFileSync(join(folder, path));

const isStatement = (item: FeedItem): item is Statement => item.kind === 'statement';
const isNotice = (item: FeedItem): item is AdvisoryNotice => item.kind === 'advisory';

describe('Red Hat VEX', () => {
  const rules: readonly (readonly [string, Partial<Statement>])[] = [
    [
      'the main stream',
      {
        release: '9',
        repository: null,
        product: 'firefox',
        arch: 'x86_64',
        status: 'fixed',
        fixed: '0:115.5.0-1.el9_3',
        advisory: 'RHSA-2026:7507',
        keyedBy: 'binary',
      },
    ],
    [
      'extended update support of a minor release',
      { release: '9', repository: 'rhel-9.2-eus', fixed: '0:115.5.0-1.el9_2' },
    ],
    [
      'advanced mission critical support',
      { release: '8', repository: 'rhel-8.4-aus', fixed: '0:115.5.0-1.el8_4' },
    ],
    ['support for SAP', { release: '8', repository: 'rhel-8.4-e4s', fixed: '0:115.5.0-1.el8_4' }],
    ['telecommunications support', { release: '8', repository: 'rhel-8.4-tus', fixed: '0:115.5.0-1.el8_4' }],
    [
      'a product on top',
      { release: '9', repository: 'cpe:/a:redhat:openstack:17.1::el9', product: 'python3-gevent' },
    ],
    [
      'a module between package and release',
      { module: 'nodejs:18', product: 'nodejs', fixed: '1:18.18.2-2.module+el8.9.0+20439+7f2a5d6c' },
    ],
    ['a module behind the package', { module: 'nodejs:18', product: 'nodejs-docs', arch: 'noarch' }],
    [
      'a module before the component',
      { module: 'nodejs:16', product: 'nodejs', keyedBy: 'source', status: 'affected' },
    ],
    [
      'out of support scope',
      { release: '6', product: 'firefox', keyedBy: 'source', status: 'unsupported', fixed: null },
    ],
    ['will not fix', { release: '7', product: 'thunderbird', status: 'wont-fix', note: 'Will not fix' }],
    ['fix deferred', { release: '8', product: 'mozjs78', status: 'deferred' }],
    ['affected', { release: '9', product: 'thunderbird', status: 'affected', note: 'Affected' }],
    ['under investigation', { release: '10', product: 'thunderbird', status: 'under-investigation' }],
    [
      'not affected',
      { release: '10', product: 'firefox', status: 'not-affected', note: 'vulnerable_code_not_present' },
    ],
  ];

  it.each(rules)('tells %s', async (_, expected) => {
    const { items } = await runFixture(feeds['redhat-vex'], join(folder, 'redhat-vex/cve-2026-90001.json'));
    expect(items.filter(isStatement)).toContainEqual(expect.objectContaining(expected));
  });

  it('counts every product that gives no statement', async () => {
    const { items, summary } = await runFixture(
      feeds['redhat-vex'],
      join(folder, 'redhat-vex/cve-2026-90001.json'),
    );
    expect(summary.skipped).toEqual([
      { reason: 'a product that is no package of a release', n: 1 },
      { reason: 'a product that the product tree does not name', n: 1 },
      { reason: 'a source package beside its binaries', n: 1 },
      { reason: 'not an RPM package', n: 1 },
    ]);
    // Seven Workstation says what seven Server says.
    expect(items.filter(isStatement).filter(({ release }) => release === '7')).toHaveLength(2);
  });

  it('gives the day of each advisory and what it needs besides installing', async () => {
    const { items } = await runFixture(feeds['redhat-vex'], join(folder, 'redhat-vex/cve-2026-90001.json'));
    const dated = items
      .filter(isNotice)
      .map(({ id, released, steps, severity }) => ({ id, released, steps, severity }));
    expect(dated).toEqual([
      { id: 'CVE-2026-90001', released: null, steps: null, severity: 'high' },
      { id: 'RHSA-2026:7507', released: '2026-03-02T09:03:00.000Z', steps: null, severity: null },
      { id: 'RHSA-2026:7508', released: '2026-03-02T09:30:00.000Z', steps: 'Reboot.', severity: null },
      { id: 'RHSA-2026:7509', released: '2026-03-05T00:00:00.000Z', steps: null, severity: null },
    ]);
  });

  it('reads an archive, and refuses it whole when one document is broken', async () => {
    const documents = ['cve-2023-6238', 'cve-2024-24786'].map((id) => ({
      name: `2023/${id}.json`,
      content: fixture(`redhat-vex/${id}.json`),
    }));
    const whole = await runFeed(feeds['redhat-vex'], buildZip(documents), 'csaf_vex.zip');
    expect(whole.summary.publishedAt).toBe('2025-08-13T15:14:45.000Z');
    expect(new Set(whole.items.filter(isStatement).map((item) => item.vulnerability)).size).toBe(2);
    const cut = {
      name: '2024/cve-2024-1.json',
      content: fixture('redhat-vex/cve-2024-24786.json').subarray(0, 900),
    };
    expect(await feedFailure(feeds['redhat-vex'], buildZip([...documents, cut]))).toBe('FEED_TRUNCATED');
    const other = { name: '2024/x.json', content: '{"document":{}}' };
    expect(await feedFailure(feeds['redhat-vex'], buildZip([...documents, other]))).toBe('FEED_INVALID');
  });

  it('does not fall for names out of JavaScript, rings and depth', async () => {
    const document = JSON.parse(fixture('redhat-vex/cve-2026-90001.json').toString()) as {
      product_tree: { relationships: unknown[]; branches: unknown[] };
    };
    const ring = (id: string, of: string) => ({
      full_product_name: { product_id: id },
      product_reference: '__proto__',
      relates_to_product_reference: of,
    });
    document.product_tree.relationships.push(
      ring('constructor', '__proto__'),
      ring('__proto__', 'constructor'),
    );
    expect(await feedFailure(feeds['redhat-vex'], JSON.stringify(document))).toBe('no error');
    let branch: unknown = {};
    for (let depth = 0; depth < 60; depth += 1) branch = { branches: [branch] };
    document.product_tree.branches.push(branch);
    expect(await feedFailure(feeds['redhat-vex'], JSON.stringify(document))).toBe('JSON_TOO_DEEP');
  });
});

describe('errata of the clones', () => {
  it('of Oracle keep architecture, module, Ksplice and FIPS apart', async () => {
    const { items } = await runFixture(feeds.oracle, join(folder, 'oracle/com.oracle.elsa.xml'));
    const lines = items
      .filter(isStatement)
      .map((s) => [s.product, s.release, s.arch, s.module, s.repository, s.fixed]);
    expect(lines).toEqual([
      ['bind-devel', '5', null, null, null, '30:9.3.3-8.el5'],
      ['bind-devel', '5', null, null, null, '30:9.3.3-8.el5'],
      ['caching-nameserver', '5', null, null, null, '30:9.3.3-8.el5'],
      ['caching-nameserver', '5', null, null, null, '30:9.3.3-8.el5'],
      ['glibc', '9', 'x86_64', null, 'ksplice', '2:2.34-274.0.1.ksplice1.el9_8'],
      ['gnutls', '9', 'x86_64', null, 'fips', '10:3.8.3-6.el9_fips'],
      ['mariadb', '9', 'aarch64', 'mariadb:10.11', null, '3:10.11.10-1.module+el9.5.0+90477+d6ac0e0c'],
    ]);
  });

  it('say when they were released, what they are about and what they ask for', async () => {
    const { items, summary } = await runFixture(feeds.updateinfo, join(folder, 'updateinfo/several.xml'));
    const notices = items
      .filter(isNotice)
      .map((n) => [n.ecosystem, n.id, n.about, n.released, n.withdrawn, n.steps]);
    expect(notices).toEqual([
      ['fedora', 'FEDORA-2026-d2b7d94014', 'security', '2026-01-26T20:40:36.000Z', null, 'Reboot.'],
      ['suse', '11749', 'enhancement', '2020-06-30T08:29:01.000Z', '2020-06-30T08:29:01.000Z', null],
      [
        'suse',
        'SUSE-SLE-Module-Basesystem-15-SP6-2026-1234',
        'security',
        '2026-02-24T00:00:00.000Z',
        null,
        'Reboot.',
      ],
      ['redhat', 'RHEA-2026:4321', 'enhancement', '2026-02-01', null, null],
    ]);
    const statements = items
      .filter(isStatement)
      .map((s) => [s.product, s.release, s.repository, s.vulnerability]);
    expect(statements).toEqual([
      ['example', '43', null, 'CVE-2026-90004'],
      ['kernel-default', '15.6', null, 'CVE-2026-90005'],
      ['example-libs', '9', 'rhel-9.4-eus', 'RHEA-2026:4321'],
    ]);
    expect(summary.skipped).toEqual([
      { reason: 'a source package beside its binaries', n: 1 },
      { reason: 'an update of an unknown publisher', n: 1 },
      { reason: 'an update that is not released yet', n: 1 },
    ]);
  });

  it('of AlmaLinux are of the module that they are about, where their packages do not name it', async () => {
    const streams = async (modules: readonly object[]) => {
      const nginx = {
        name: 'nginx',
        epoch: '1',
        version: '1.22.1',
        release: '3.module_el9.2.0+32+1',
        arch: 'x86_64',
      };
      const plain = { ...nginx, name: 'nginx-filesystem', release: '14.el9', arch: 'noarch' };
      const erratum = {
        id: 'ALSA-2023:5711',
        issued_date: 1697500800,
        references: [],
        packages: [nginx, plain],
        modules,
      };
      const run = await runFeed(feeds.almalinux, JSON.stringify({ data: [erratum] }), 'errata.full.json');
      const named = run.items.filter(isStatement).map(({ product, module }) => [product, module]);
      return [named, run.summary.skipped];
    };
    const of = (stream: string) => ({
      name: 'nginx',
      stream,
      version: '9020020231',
      context: '9',
      arch: 'x86_64',
    });
    const own = ['nginx-filesystem', null];
    expect(await streams([of('1.22'), { ...of('1.22'), arch: 'aarch64' }])).toEqual([
      [['nginx', 'nginx:1.22'], own],
      [],
    ]);
    const left = [{ reason: 'a module without a stream', n: 1 }];
    expect(await streams([of('1.22'), of('1.24')])).toEqual([[own], left]);
    expect(await streams([])).toEqual([[own], left]);
  });

  it('of SUSE name release and entitlement', async () => {
    const run = (path: string) =>
      runFixture(feeds[path.startsWith('suse-vex/') ? 'suse-vex' : 'suse-csaf'], join(folder, path));
    const advisory = await run('suse-csaf/suse-su-2015_0011-2.json');
    const places = new Set(
      advisory.items.filter(isStatement).map((s) => `${s.release} ${s.repository ?? '-'}`),
    );
    expect([...places]).toEqual(['11.2 -', '11.2 ltss', '11.2 sap']);
    const vex = await run('suse-vex/cve-2026-90002.json');
    expect(vex.items.filter(isStatement).map((s) => [s.release, s.status, s.keyedBy])).toEqual([
      ['15.6', 'fixed', 'binary'],
      ['15.6', 'affected', 'source'],
      ['leap-15.6', 'not-affected', 'source'],
    ]);
  });
});
