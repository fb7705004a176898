import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feedFailure, runFeed } from '../../tests/fixtures/run-feed.ts';
import { feeds } from './index.ts';
import { kbOf } from './msrc-updates.ts';
import { readCsaf } from './csaf.ts';
import { errataId } from './redhat-csaf.ts';
import { redhatStream } from './redhat-stream.ts';
import { enterpriseRelease, evrOf, parseNevra } from './rpm-name.ts';
import { rpmProductOf, streamOf } from './rpm-product.ts';
import { readRpmPurl } from './rpm-purl.ts';
import { readSuseRelease } from './suse-release.ts';
import { originOf, packageRelease } from './updateinfo-origin.ts';
import { readUpdateInfo } from './updateinfo-reader.ts';
import { aboutOf, severityOfWord, vendorTime } from './vendor-words.ts';

const fixture = (path: string) =>
  readFileSync(join(import.meta.dirname, '../../tests/fixtures/feeds', path), 'utf8');

describe('names of RPM packages', () => {
  it.each([
    ['cri-tools-0:1.29.0-3.1.el9.aarch64', ['cri-tools', 'aarch64', '0:1.29.0-3.1.el9']],
    ['golang-docs-0:1.25.3-1.el10_1.noarch.rpm', ['golang-docs', 'noarch', '0:1.25.3-1.el10_1']],
    ['bind-9.9.4P2-0.6.1.x86_64', ['bind', 'x86_64', '0:9.9.4P2-0.6.1']],
    ['python3.11-pip-22.3-4.el8.src', ['python3.11-pip', 'src', '0:22.3-4.el8']],
  ])('%s is read', (text, [name, arch, evr]) => {
    expect(parseNevra(text)).toEqual({ name, arch, evr });
  });

  it.each([
    '',
    'kernel',
    'kernel-rt',
    'a-1-2',
    'a-1-2.tgz',
    '-1-2.src',
    'a--2.src',
    'a-x:1-2.src',
    'a-1-.src',
  ])('%j is none', (text) => expect(parseNevra(text)).toBeNull());

  it('come back as they were put together', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.+~]{0,12}$/);
    const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.+-]{0,20}$/);
    fc.assert(
      fc.property(name, fc.nat({ max: 99 }), word, word, (own, epoch, version, release) => {
        const text = `${own}-${epoch}:${version}-${release}.x86_64`;
        expect(parseNevra(text)).toEqual({
          name: own,
          arch: 'x86_64',
          evr: `${epoch}:${version}-${release}`,
        });
      }),
    );
  });

  it('never throw, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        parseNevra(text);
        streamOf(text);
        readRpmPurl(`pkg:rpm/${text}`);
        redhatStream(`cpe:/a:redhat:${text}`);
        readSuseRelease(`cpe:/o:suse:${text}`);
        rpmProductOf({ component: { id: text, name: text, cpe: null, purl: null }, between: [] });
        vendorTime(text);
      }),
    );
  });

  it('have an epoch even where none is said, and no version without a release', () => {
    expect(evrOf(null, '1.0', '2')).toBe('0:1.0-2');
    expect(evrOf('', '1.0', '2')).toBe('0:1.0-2');
    expect(evrOf('x', '1.0', '2')).toBeNull();
    expect(evrOf('1', '1.0', '')).toBeNull();
  });

  it.each([
    ['10.el8_4.1', '8'],
    ['1.module+el9.5.0+90477+d6ac0e0c', '9'],
    ['18.module_el8.5.0+2632', '8'],
    ['1.el10_1', '10'],
    ['1.fc43', null],
    ['1.model8', null],
  ])('of release %s belong to %s', (release, major) => expect(enterpriseRelease(release)).toBe(major));
});

describe('package URLs', () => {
  it.each([
    ['pkg:rpm/redhat/firefox?arch=src', { name: 'firefox', version: null, arch: 'src' }],
    [
      'pkg:rpm/redhat/a@1%2B2-3?arch=noarch&epoch=1&rpmmod=nodejs%3A18',
      { version: '1+2-3', epoch: '1', module: 'nodejs:18' },
    ],
    ['pkg:rpmmod/redhat/nodejs@18:80900:ctx', { type: 'rpmmod', name: 'nodejs', version: '18:80900:ctx' }],
    ['pkg:oci/ose-cli?repository_url=registry.redhat.io/x', { type: 'oci', name: 'ose-cli' }],
  ])('%s is read', (text, expected) => expect(readRpmPurl(text)).toMatchObject(expected));

  it.each(['', 'rpm/redhat/a', 'pkg:rpm', 'pkg:rpm/redhat/%E0%A4%A'])('%j is none', (text) =>
    expect(readRpmPurl(text)).toBeNull(),
  );
});

describe('components of a product tree', () => {
  const component = (name: string, purl: string | null) => ({
    component: { id: name, name, cpe: null, purl },
    between: [],
  });

  it('take the epoch from the name where the package URL leaves it out', () => {
    const purl = 'pkg:rpm/redhat/bind@9.18.1-2.el9?arch=x86_64';
    expect(rpmProductOf(component('bind-32:9.18.1-2.el9.x86_64', purl))).toMatchObject({
      evr: '32:9.18.1-2.el9',
    });
    expect(rpmProductOf(component('bind-32:9.18.1-2.el9.x86_64', null))).toMatchObject({
      evr: '32:9.18.1-2.el9',
    });
  });

  it.each([
    ['openshift4/ose-cli', null, 'not an RPM package'],
    ['x', 'pkg:maven/org.example/x@1', 'not an RPM package'],
    ['x', 'nonsense', 'a package URL that cannot be read'],
    ['x', 'pkg:rpm/redhat/x@1?arch=x86_64', 'a package whose version cannot be read'],
    ['x', 'pkg:rpm/redhat/x@1-2?arch=pdp11', 'a package without a known architecture'],
    ['x', 'pkg:rpm/redhat/x@1-2?arch=src&rpmmod=rhel10', 'a module without a stream'],
    ['a b', null, 'a package without a name'],
  ])('%j (%s) is passed over: %s', (name, purl, why) => {
    expect(rpmProductOf(component(name, purl))).toBe(why);
  });

  it('are found through product groups too', () => {
    const document = readCsaf({
      document: { tracking: { id: 'X' } },
      product_tree: { product_groups: [{ group_id: 'G', product_ids: ['a', 'b'] }] },
      vulnerabilities: [
        { cve: 'CVE-2026-0001', remediations: [{ product_ids: ['c'], group_ids: ['G', 'H'] }] },
      ],
    });
    expect(document).toMatchObject({ vulnerabilities: [{ remediations: [{ products: ['c', 'a', 'b'] }] }] });
    expect(readCsaf({ document: {} })).toBe('it is no CSAF document: it has no tracking id');
  });
});

describe('CPEs of Red Hat', () => {
  it.each([
    ['cpe:/o:redhat:enterprise_linux:9::baseos', '9', null],
    ['cpe:/a:redhat:enterprise_linux:8::appstream', '8', null],
    ['cpe:2.3:a:redhat:enterprise_linux:9:*:appstream:*:*:*:*:*', '9', null],
    ['cpe:/a:redhat:rhel_eus:9.2::appstream', '9', 'rhel-9.2-eus'],
    ['cpe:/o:redhat:rhel_aus:8.4::baseos', '8', 'rhel-8.4-aus'],
    ['cpe:/a:redhat:rhel_e4s:8.1::appstream', '8', 'rhel-8.1-e4s'],
    ['cpe:/a:redhat:rhel_tus:8.2::appstream', '8', 'rhel-8.2-tus'],
    ['cpe:/o:redhat:rhel_els:7', '7', 'rhel-7-els'],
    ['cpe:/o:redhat:enterprise_linux:9::fastdatapath', '9', 'cpe:/o:redhat:enterprise_linux:9::fastdatapath'],
    ['cpe:/a:redhat:openstack:17.1::el9', '9', 'cpe:/a:redhat:openstack:17.1::el9'],
    ['cpe:/a:redhat:rhel_extras:7', '7', 'cpe:/a:redhat:rhel_extras:7'],
    ['cpe:/a:redhat:openshift:4', '', 'cpe:/a:redhat:openshift:4'],
  ])('%s is release %j from %j', (cpe, release, repository) => {
    expect(redhatStream(cpe)).toEqual({ release, repository });
  });

  it.each(['cpe:/a:redhat', 'cpe:/o:suse:sles:15', 'redhat', 'cpe:/o:redhat:enterprise_linux', ''])(
    '%j names no release',
    (cpe) => expect(redhatStream(cpe)).toBeNull(),
  );
});

describe('CPEs of SUSE', () => {
  it.each([
    ['cpe:/o:suse:suse_sles:11:sp2', '11.2', null],
    ['cpe:/o:suse:suse_sles_ltss:11:sp2', '11.2', 'ltss'],
    ['cpe:/o:suse:sles-ltss:15:sp4', '15.4', 'ltss'],
    ['cpe:/o:suse:sles:15:sp6', '15.6', null],
    ['cpe:/o:suse:sles:16.0', '16.0', null],
    ['cpe:/o:suse:sles_sap:15:sp4', '15.4', 'sap'],
    ['cpe:/o:suse:sle-module-basesystem:15:sp6', '15.6', null],
    ['cpe:/o:suse:sle-module-live-patching:15:sp5', '15.5', 'live-patching'],
    ['cpe:/o:suse:sle-micro:5.5', 'micro-5.5', null],
    ['cpe:/o:opensuse:leap:15.6', 'leap-15.6', null],
    ['cpe:/o:opensuse:tumbleweed', 'tumbleweed', null],
  ])('%s is release %s with %j', (cpe, release, repository) => {
    expect(readSuseRelease(cpe)).toEqual({ release, repository });
  });

  it.each(['cpe:/o:suse', 'cpe:/a:suse:manager_server', 'cpe:/o:opensuse:leap', 'x'])('%j is none', (cpe) =>
    expect(readSuseRelease(cpe)).toBeNull(),
  );
});

describe('updateinfo', () => {
  const names = { id: '', from: '', release: '', collection: '' };
  it.each([
    [{ id: 'ALAS-2011-1' }, 'amazon', '1', null],
    [{ id: 'ALAS2-2018-939' }, 'amazon', '2', null],
    [{ id: 'ALAS2KERNEL-5.15-2022-001' }, 'amazon', '2', 'kernel-5.15'],
    [{ id: 'ALASDOCKER-2021-001' }, 'amazon', '2', 'docker'],
    [{ id: 'ALAS2023-2023-001' }, 'amazon', '2023', null],
    [{ id: 'ALAS2023LIVEPATCH-2023-001' }, 'amazon', '2023', 'livepatch'],
    [{ id: 'FEDORA-2026-d2b7d94014', release: 'Fedora 43' }, 'fedora', '43', null],
    [{ id: 'FEDORA-EPEL-2026-1a', release: 'Fedora EPEL 9' }, 'fedora', '9', 'epel'],
    [
      { id: 'ALSA-2026:1', collection: 'almalinux-9-for-x86_64-baseos-rpms__9_0_default' },
      'almalinux',
      '9',
      null,
    ],
    [{ id: 'RLSA-2026:1', release: 'Rocky Linux 8' }, 'rocky', '8', null],
    [{ id: 'RHSA-2026:1', collection: 'rhel-9-for-x86_64-baseos-rpms__9' }, 'redhat', '9', null],
    [
      { id: 'RHSA-2026:1', collection: 'rhel-9-for-x86_64-baseos-eus-rpms__9.4' },
      'redhat',
      '9',
      'rhel-9.4-eus',
    ],
    [{ id: 'ELSA-2026-1', release: 'Oracle Linux 8' }, 'oracle', '8', null],
    [
      { id: '11749', from: 'maint-coord@suse.de', release: 'openSUSE Leap 15.1 Update' },
      'suse',
      'leap-15.1',
      null,
    ],
    [{ id: 'SUSE-SLE-Product-SLES-15-SP4-LTSS-2026-9' }, 'suse', '15.4', 'ltss'],
  ])('%j is told apart', (said, ecosystem, release, repository) => {
    expect(originOf({ ...names, ...said })).toEqual({ ecosystem, release, repository });
  });

  it('of nobody known is not guessed', () => {
    expect(originOf({ ...names, id: 'X-1', from: 'a@example.org' })).toBeNull();
  });

  it('takes the release from the packages where nothing else says it', () => {
    expect(packageRelease('fedora', '5.fc43')).toBe('43');
    expect(packageRelease('fedora', '1.el9')).toBe('9');
    expect(packageRelease('amazon', '1.amzn2023.0.3')).toBe('2023');
    expect(packageRelease('suse', 'lp151.4.1')).toBe('leap-15.1');
    expect(packageRelease('rocky', '3.el8_4')).toBe('8');
  });

  it('is not read out of another document', async () => {
    const xml = fixture('updateinfo/rocky.xml').replaceAll('updates>', 'html>');
    expect(await feedFailure(feeds.updateinfo, xml)).toBe('FEED_INVALID');
  });

  it('of a host’s own repository reads as the feed does, and refuses what is cut or broken', async () => {
    const xml = fixture('updateinfo/several.xml');
    const { items, skipped } = readUpdateInfo(xml);
    const run = await runFeed(feeds.updateinfo, xml, 'x');
    const bare = (item: object) => ({ ...item, at: '' });
    expect(items.map(bare)).toEqual(run.items.map(bare));
    expect(skipped).toEqual(run.summary.skipped);
    const code = (work: () => unknown) => {
      try {
        work();
        return 'none';
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };
    expect(code(() => readUpdateInfo(xml.slice(0, 2000)))).toBe('FEED_TRUNCATED');
    expect(code(() => readUpdateInfo('<updates><update></updates>'))).toBe('FEED_INVALID');
    expect(code(() => readUpdateInfo('<!DOCTYPE x [<!ENTITY a "b">]><updates/>'))).toBe('XML_DTD_FORBIDDEN');
  });
});

describe('words of vendors', () => {
  it.each([
    ['Critical', 'critical'],
    ['IMPORTANT', 'high'],
    ['Moderate', 'medium'],
    ['Low', 'low'],
    ['None', null],
    [null, null],
  ])('%j is severity %j', (word, severity) => expect(severityOfWord(word)).toBe(severity));

  it.each([
    ['security', 'X', 'security'],
    ['newpackage', 'X', 'enhancement'],
    [null, 'RHSA-2026:1', 'security'],
    [null, 'ALEA-2026:1', 'enhancement'],
    ['unspecified', 'FEDORA-1', 'bugfix'],
  ])('%j of %s is about %s', (type, id, about) => expect(aboutOf(type, id)).toBe(about));

  it.each([
    ['1593505741', '2020-06-30T08:29:01.000Z'],
    [1628589283, '2021-08-10T09:54:43.000Z'],
    ['2021-07-22 03:13:55', '2021-07-22T03:13:55.000Z'],
    ['2007-06-26', '2007-06-26'],
    ['yesterday', null],
    [1e300, null],
  ])('time %j is %j', (value, expected) => expect(vendorTime(value)).toBe(expected));

  it('advisory ids come from addresses of errata only', () => {
    expect(errataId('https://access.redhat.com/errata/RHSA-2023:7438')).toBe('RHSA-2023:7438');
    expect(errataId('https://access.redhat.com/security/cve/CVE-2023-41419')).toBeNull();
    expect(errataId(null)).toBeNull();
  });
});

describe('OVAL of Oracle', () => {
  it('lets a condition hold for what stands below it only', async () => {
    const xml = fixture('oracle/com.oracle.elsa.xml').replace(
      /(<\/criteria>\s*)<\/criteria>\s*<\/criteria>\s*<\/definition>\s*<\/definitions>/,
      '$1<criterion comment="docs is earlier than 0:1-2.el9"/></criteria></criteria></definition></definitions>',
    );
    const { items } = await runFeed(feeds.oracle, xml, 'oval.xml');
    expect(items).toContainEqual(
      expect.objectContaining({ product: 'docs', release: '9', arch: null, module: null }),
    );
  });
});

describe('Microsoft', () => {
  it.each([
    ['5036451', 'KB5036451'],
    ['KB5036451', 'KB5036451'],
    ['Security Update KB9999999', 'KB9999999'],
    ['Release Notes', null],
    ['Click to Run', null],
    ['', null],
  ])('%j is %j', (text, kb) => expect(kbOf(text)).toBe(kb));

  it('says the same by number (API v2), with and without blanks', async () => {
    const text = fixture('msrc/2026-Mar.json');
    const numbers = [
      'Known Affected',
      'Vendor Fix',
      'Workaround',
      'Mitigation',
      'Severity',
      'Impact',
      'Exploit Status',
    ];
    const values = [3, 2, 0, 1, 3, 0, 1];
    const numbered = numbers.reduce(
      (all, word, i) => all.replaceAll(`"Type": "${word}"`, `"Type": ${values[i]}`),
      text,
    );
    expect(numbered).not.toContain('"Type": "');
    const joined = text
      .replaceAll('"Vendor Fix"', '"VendorFix"')
      .replaceAll('"Exploit Status"', '"ExploitStatus"');
    const expected = await runFeed(feeds.msrc, text, '2026-Mar');
    expect(await runFeed(feeds.msrc, numbered, '2026-Mar')).toEqual(expected);
    expect(await runFeed(feeds.msrc, joined, '2026-Mar')).toEqual(expected);
  });

  it('may give fields of a flaw behind its lists', async () => {
    const xml = fixture('msrc/2024-Mar.xml');
    const [cve = ''] = /<vuln:CVE>.*?<\/vuln:CVE>/.exec(xml) ?? [];
    const moved = xml.replace(cve, '').replace('<vuln:Acknowledgments />', cve);
    const bare = async (text: string) =>
      (await runFeed(feeds.msrc, text, 'x')).items.map((item) => ({ ...item, at: '' }));
    expect(await bare(moved)).toEqual(await bare(xml));
  });

  it('lists its Linux packages too, which have feeds of their own', async () => {
    const month = fixture('msrc/2026-Mar.json').replace('Windows Server 2022"', 'CBL Mariner 2.0 x64"');
    const { summary } = await runFeed(feeds.msrc, month, '2026-Mar');
    expect(summary.skipped).toContainEqual({ reason: 'a package of Azure Linux', n: 5 });
  });

  it('that will not fix, or has no update yet, gives no advisory', async () => {
    const month = fixture('msrc/2026-Mar.json')
      .replace('"Type": "Mitigation"', '"Type": "Will Not Fix"')
      .replaceAll('"Type": "Vendor Fix"', '"Type": "None Available"');
    const { items } = await runFeed(feeds.msrc, month, '2026-Mar');
    const said = items.flatMap((item) =>
      item.kind === 'statement' ? [[item.vulnerability, item.status]] : [],
    );
    expect(said).toContainEqual(['ADV190023', 'wont-fix']);
    expect(said).toContainEqual(['CVE-2026-90011', 'affected']);
    expect(items.filter((item) => item.kind === 'advisory' && item.id.startsWith('KB'))).toEqual([]);
  });
});
