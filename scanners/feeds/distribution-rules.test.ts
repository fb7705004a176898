import { describe, expect, it } from 'vitest';
import type { AdvisoryNotice, FeedItem, Statement } from '#core/advisory/feed-item.ts';
import { runFeed } from '../../tests/fixtures/run-feed.ts';
import { openFeedFile } from './feed-input.ts';
import { feeds } from './index.ts';
import { ubuntuDistro, ubuntuEcosystem, ubuntuVersion } from './ubuntu-release.ts';
import { claimOfRange, isBound, type Bound } from './vuxml-range.ts';

const isStatement = (item: FeedItem): item is Statement => item.kind === 'statement';
const isNotice = (item: FeedItem): item is AdvisoryNotice => item.kind === 'advisory';

describe('Alpine’s secfixes', () => {
  const run = (secfixes: object, changes: object = {}) =>
    runFeed(
      feeds['alpine-secdb'],
      JSON.stringify({
        apkurl: 'x',
        distroversion: 'v3.20',
        reponame: 'main',
        packages: [{ pkg: { name: 'xen', secfixes } }],
        ...changes,
      }),
      'main.json',
    );

  it.each<[string, object, readonly (readonly [string, string, string | null])[]]>([
    ['one flaw', { '1.0-r1': ['CVE-2026-90001'] }, [['CVE-2026-90001', 'fixed', '1.0-r1']]],
    ['a flaw it never had', { '0': ['CVE-2026-90001'] }, [['CVE-2026-90001', 'not-affected', null]]],
    [
      'several ids of one flaw in one text',
      { '1.0-r1': ['CVE-2026-90001 XSA-248', 'XSA-1 ZBX-11', 'CVE_2026-90002 (+ regression fix)'] },
      [
        ['CVE-2026-90001', 'fixed', '1.0-r1'],
        ['XSA-1', 'fixed', '1.0-r1'],
        ['ZBX-11', 'fixed', '1.0-r1'],
        ['CVE-2026-90002', 'fixed', '1.0-r1'],
      ],
    ],
    [
      'a flaw that was fixed twice, by the later',
      { '1.10-r0': ['CVE-2026-90001'], '1.9-r0': ['CVE-2026-90001'], '0': ['CVE-2026-90001'] },
      [['CVE-2026-90001', 'fixed', '1.10-r0']],
    ],
  ])('say of %s', async (_title, secfixes, expected) => {
    const { items } = await run(secfixes);
    expect(items.filter(isStatement).map((one) => [one.vulnerability, one.status, one.fixed])).toEqual(
      expected,
    );
    expect(items.every((item) => isStatement(item) && item.release === 'v3.20')).toBe(true);
  });

  it('count what they cannot use', async () => {
    const { summary } = await run({
      '1.0-r1': ['CVE-2026-90001', 'see bug', 7],
      'one.two': ['CVE-2026-90002'],
      '2.0': null,
    });
    expect(summary.skipped).toEqual([
      { reason: 'an entry that names no flaw', n: 2 },
      { reason: 'a fixed version that cannot be compared', n: 1 },
    ]);
  });

  it('of no release are refused', async () => {
    await expect(run({}, { distroversion: 'rolling' })).rejects.toThrow('for which release');
  });
});

describe('Arch’s groups', () => {
  const run = (changes: object) =>
    runFeed(
      feeds.arch,
      JSON.stringify([
        {
          name: 'AVG-1',
          packages: ['a'],
          severity: 'High',
          issues: ['CVE-2026-90001'],
          affected: '1.0-1',
          fixed: null,
          ...changes,
        },
      ]),
      'json',
    );

  it.each<[object, Partial<Statement>]>([
    [{ status: 'Vulnerable' }, { status: 'affected', fixed: null, note: null }],
    [
      { status: 'Fixed', fixed: '1.0-2' },
      { status: 'fixed', fixed: '1.0-2' },
    ],
    [
      { status: 'Testing', fixed: '1.0-2' },
      {
        status: 'affected',
        fixed: null,
        note: 'fixed in 1.0-2, announced but not yet in the stable repositories',
      },
    ],
    [{ status: 'Not affected' }, { status: 'not-affected' }],
    [{ status: 'Unknown' }, { status: 'unknown' }],
    [{ status: 'Vulnerable', issues: [] }, { vulnerability: 'AVG-1' }],
  ])('say %j', async (changes, expected) => {
    const { items } = await run(changes);
    expect(items.filter(isStatement)).toMatchObject([
      { advisory: 'AVG-1', scheme: 'pacman', release: '', ...expected },
    ]);
    expect(items.filter(isNotice)).toMatchObject([{ severity: 'high', released: null }]);
  });

  it.each([{ status: 'Gone' }, { status: 'Fixed' }, { status: 'Vulnerable', name: '1' }])(
    'cannot say %j',
    async (changes) => {
      await expect(run(changes)).rejects.toThrow('none can be used');
    },
  );
});

describe('a VuXML range', () => {
  it.each<[string, object]>([
    ['lt 1.2', { status: 'fixed', fixed: '1.2', introduced: null, note: null }],
    ['ge 1.0 lt 1.2', { status: 'fixed', fixed: '1.2', introduced: '1.0', note: null }],
    ['le 1.2_1,1', { status: 'affected', fixed: null, introduced: null, note: 'up to 1.2_1,1' }],
    ['gt 1.0 le 1.2', { status: 'affected', fixed: null, introduced: '1.0', note: 'above 1.0, up to 1.2' }],
    ['gt 1.0 lt 1.2', { status: 'fixed', fixed: '1.2', introduced: '1.0', note: 'above 1.0' }],
    ['eq 1.1', { status: 'affected', fixed: null, introduced: '1.1', note: 'up to 1.1' }],
    ['ge 0', { status: 'affected', fixed: null, introduced: null, note: null }],
    ['ge 13.2', { status: 'affected', introduced: '13.2', note: null }],
  ])('%s', (text, expected) => {
    expect(claimOfRange(boundsOf(text))).toMatchObject(expected);
  });

  it('without bounds, or with a version that is none, cannot be used', () => {
    expect(claimOfRange(new Map())).toBe('a range without bounds');
    expect(claimOfRange(new Map([['lt', 'a b']]))).toBe('a range with a version that cannot be compared');
  });
});

function boundsOf(text: string): Map<Bound, string> {
  const bounds = new Map<Bound, string>();
  for (const [, name = '', version = ''] of text.matchAll(/(\w\w) (\S+)/g))
    if (isBound(name)) bounds.set(name, version);
  return bounds;
}

describe('VuXML', () => {
  const NEW = '11111111-1111-11e4-beaf-bcaec565249c';
  const OLD = '22222222-2222-11e4-beaf-bcaec565249c';
  const cancelled = `<vuln vid="${OLD}"><cancelled superseded="${NEW}"/></vuln>`;
  const base = `<vuln vid="${NEW}"><topic>FreeBSD -- x</topic><affects>
    <package><name>FreeBSD-kernel</name><range><ge>14.1</ge><lt>14.1_3</lt></range><range><ge>13.3</ge><lt>13.3_5</lt></range></package>
    <system><name>FreeBSD</name><range><lt>9.3</lt></range></system></affects>
    <description><body xmlns="http://www.w3.org/1999/xhtml"><p><name>no</name></p></body></description>
    <references><freebsdsa>SA-24:05.pf</freebsdsa><cvename>CVE-2026-90001</cvename></references>
    <dates><discovery>2026-01-01</discovery><entry>2026-01-02</entry></dates></vuln>`;
  const run = async (content: string) => {
    const items: FeedItem[] = [];
    const receivedAt = Date.parse('2026-02-01T00:00:00.000Z');
    const input = await openFeedFile({ fileName: 'vuln.xml', receivedAt, content: Buffer.from(content) });
    const summary = await feeds['freebsd-vuxml'].read(input, (item) => items.push(item));
    return { items, summary };
  };

  it.each([
    ['behind', base + cancelled],
    ['before', cancelled + base],
  ])('withdraws a cancelled entry and says what took its place, %s it', async (_where, entries) => {
    const { items } = await run(`<vuxml xmlns="http://www.vuxml.org/apps/vuxml-1">${entries}</vuxml>`);
    const notices = new Map(items.filter(isNotice).map((one) => [one.id, one]));
    expect(notices.get(OLD)).toMatchObject({ withdrawn: '2026-02-01T00:00:00.000Z', replaces: [] });
    expect(notices.get(NEW)).toMatchObject({ withdrawn: null, replaces: [OLD], released: '2026-01-02' });
  });

  it('gives each range of the base system', async () => {
    const { items, summary } = await run(`<vuxml>${base}</vuxml>`);
    expect(
      items.filter(isStatement).map((one) => [one.product, one.introduced, one.fixed, one.vulnerability]),
    ).toEqual([
      ['FreeBSD-kernel', '14.1', '14.1_3', 'CVE-2026-90001'],
      ['FreeBSD-kernel', '13.3', '13.3_5', 'CVE-2026-90001'],
      ['FreeBSD', null, '9.3', 'CVE-2026-90001'],
    ]);
    expect(summary.publishedAt).toBe('2026-01-02T00:00:00.000Z');
  });

  it('with entities of its own is refused', async () => {
    const text = `<!DOCTYPE vuxml [<!ENTITY a "b">]><vuxml>${base}</vuxml>`;
    await expect(run(text)).rejects.toMatchObject({ code: 'XML_DTD_FORBIDDEN' });
  });
});

describe('an Ubuntu release', () => {
  it('is named by its version', () => {
    expect(
      ['trusty', 'xenial', 'bionic', 'focal', 'jammy', 'noble', 'resolute', 'constructor'].map(ubuntuVersion),
    ).toEqual(['14.04', '16.04', '18.04', '20.04', '22.04', '24.04', '26.04', null]);
  });

  it('is read with the archive before it', () => {
    expect(ubuntuDistro('noble')).toEqual({ release: '24.04', repository: null });
    expect(ubuntuDistro('esm-apps/bionic')).toEqual({ release: '18.04', repository: 'esm-apps' });
    expect([ubuntuDistro('esm-apps/nobody'), ubuntuDistro(''), ubuntuDistro('a/b/noble')]).toEqual([
      null,
      null,
      null,
    ]);
    expect([ubuntuEcosystem('Debian:12', null), ubuntuEcosystem('Ubuntu', null)]).toEqual([null, null]);
  });
});

describe('an Ubuntu VEX statement', () => {
  const run = (statement: object) =>
    runFeed(
      feeds['ubuntu-vex'],
      JSON.stringify({
        '@context': 'https://openvex.dev/ns/v0.2.0',
        author: 'Canonical Ltd.',
        statements: [
          {
            vulnerability: { name: 'CVE-2026-90001' },
            products: [{ '@id': 'pkg:deb/ubuntu/curl@8.5.0-2ubuntu10.6%2Besm1?arch=source&distro=noble' }],
            ...statement,
          },
        ],
      }),
      'x.json',
    );

  it.each<[object, Partial<Statement>]>([
    [
      { status: 'fixed', status_notes: 'x' },
      { status: 'fixed', fixed: '8.5.0-2ubuntu10.6+esm1', note: null },
    ],
    [
      { status: 'affected', action_statement: 'Needs triage' },
      { status: 'affected', fixed: null, note: 'Needs triage' },
    ],
    [
      { status: 'not_affected', justification: 'vulnerable_code_not_present' },
      { status: 'not-affected', note: 'vulnerable_code_not_present' },
    ],
    [{ status: 'under_investigation' }, { status: 'under-investigation' }],
  ])('says %j', async (statement, expected) => {
    expect((await run(statement)).items).toMatchObject([
      { release: '24.04', product: 'curl', keyedBy: 'source', ...expected },
    ]);
  });

  it.each([
    { status: 'gone' },
    { status: 'fixed', vulnerability: { name: 'x' } },
    { status: 'fixed', products: [{ '@id': 'pkg:deb/debian/curl@1?arch=source' }] },
  ])('cannot say %j', async (statement) => {
    await expect(run(statement)).rejects.toThrow('none can be used');
  });
});
