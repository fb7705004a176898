import { describe, expect, it } from 'vitest';
import type { BillComponent } from './bill.ts';
import { billPackages } from './bill-packages.ts';
import { missingFrom } from './completeness.ts';
import { distributionOf } from './distribution-of.ts';
import { sourceInInfo, trivySource } from './trivy-source.ts';

const part = (purl: string | null, changes: Partial<BillComponent> = {}): BillComponent => ({
  name: 'x',
  version: null,
  type: 'library',
  purl,
  ...changes,
});

const openssl = 'pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12.4&upstream=openssl';

describe('the packages of a bill of materials', () => {
  it('are those of a distribution by name, architecture and source', () => {
    const rpm =
      'pkg:rpm/redhat/openssl-libs@3.0.7-27.el9?arch=x86_64&epoch=1&upstream=openssl-3.0.7-27.el9.src.rpm&distro=rhel-9.4';
    expect(billPackages([part(rpm)])).toMatchObject({
      packages: [{ name: 'openssl-libs', arch: 'x86_64', version: '1:3.0.7-27.el9', source: 'openssl' }],
      os: { id: 'rhel', versionId: '9.4' },
      scheme: 'rpm',
    });
    expect(billPackages([part(`${openssl}%403.0.11-1`)])).toMatchObject({
      packages: [{ name: 'libssl3', source: 'openssl', sourceVersion: '3.0.11-1' }],
      os: { id: 'debian', versionId: '12', codename: 'bookworm' },
    });
  });

  it('have the source that Trivy tells beside the purl', () => {
    const purl = 'pkg:deb/debian/libssl3@3.0.11-1%2Bb1?arch=amd64&distro=debian-12.4';
    const sourceOf = (component: BillComponent) =>
      billPackages([component]).packages.map(({ source, sourceVersion }) => [source, sourceVersion]);
    const properties = (values: Record<string, string>) =>
      trivySource(
        new Map(Object.entries(values).map(([name, value]) => [`aquasecurity:trivy:${name}`, value])),
      );
    const told = properties({ SrcName: 'openssl', SrcVersion: '3.0.11', SrcRelease: '1', SrcEpoch: '1' });
    expect(sourceOf(part(purl, told))).toEqual([['openssl', '1:3.0.11-1']]);
    expect(sourceOf(part(purl, properties({ SrcName: 'openssl' })))).toEqual([['openssl', '3.0.11-1']]);
    expect(sourceOf(part(purl, sourceInInfo('built package from: openssl 3.0.11-1')))).toEqual([
      ['openssl', '3.0.11-1'],
    ]);
    expect(sourceOf(part(`${purl}&upstream=other`, told))).toEqual([['other', '3.0.11-1']]);
    for (const none of [
      properties({}),
      sourceInInfo('acquired from /lib/apk/db/installed'),
      sourceInInfo(null),
    ])
      expect(sourceOf(part(purl, none))).toEqual([['libssl3', '3.0.11-1']]);
  });

  it('are those of languages by purl, each version once, in one order', () => {
    const purls = ['pkg:npm/lodash@4.17.21', 'pkg:npm/%40a/b@1.0.0', 'pkg:npm/lodash@4.17.20'];
    const parts = [...purls, 'pkg:npm/lodash@4.17.20'].map((purl) => part(purl));
    const wanted = [
      { name: 'pkg:npm/%40a/b', version: '1.0.0' },
      { name: 'pkg:npm/lodash', version: '4.17.20' },
      { name: 'pkg:npm/lodash', version: '4.17.21' },
    ];
    expect(billPackages(parts).packages).toMatchObject(wanted);
    expect(billPackages([...parts].reverse()).packages).toEqual(billPackages(parts).packages);
  });

  it.each([
    ['without a package URL', part(null)],
    ['without a version', part('pkg:npm/lodash')],
    ['of a type that no feed speaks of (github)', part('pkg:github/a/b@1.0')],
    ['with an unreadable name', part('pkg:npm/a%0Ab@1.0')],
  ])('leave out and count what is %s', (reason, component) => {
    expect(billPackages([component])).toMatchObject({ packages: [], left: [{ reason, n: 1 }] });
  });

  it('are of one release: those of another are counted', () => {
    const other = openssl.replace('debian-12.4', 'debian-11').replace('libssl3', 'libssl1.1');
    const { os, left, packages } = billPackages([
      part(openssl),
      part(openssl.replace('libssl3', 'openssl')),
      part(other),
    ]);
    expect(os).toMatchObject({ codename: 'bookworm' });
    expect(packages).toHaveLength(2);
    expect(left).toEqual([{ reason: 'of another release', n: 1 }]);
  });

  it('take the release of the system that the bill lists where their purls name none', () => {
    const system = part(null, { type: 'operating-system', name: 'alpine', version: '3.20.1' });
    const apk = part('pkg:apk/alpine/libcrypto3@3.3.1-r0?arch=x86_64&upstream=openssl');
    expect(billPackages([system, apk])).toMatchObject({
      os: { id: 'alpine', versionId: '3.20.1' },
      scheme: 'apk',
    });
  });
});

describe('the release that a purl names', () => {
  it.each([
    ['ubuntu-22.04', null, { id: 'ubuntu', versionId: '22.04' }],
    ['redhat-9.3', 'redhat', { id: 'rhel', versionId: '9.3' }],
    ['3.18.4', 'alpine', { id: 'alpine', versionId: '3.18.4' }],
    ['bookworm', 'debian', { id: 'debian', codename: 'bookworm' }],
    ['rocky-9.2', 'rocky', { id: 'rocky', versionId: '9.2' }],
  ])('%s of %s', (text, namespace, wanted) => {
    expect(distributionOf(text, null, namespace)).toMatchObject(wanted);
  });

  it('is none without a word', () => {
    expect(distributionOf('', null, 'debian')).toBeNull();
    expect(distributionOf('bookworm', null)).toBeNull();
  });
});

describe('how complete a bill is', () => {
  const bill = { compositions: [], subject: 'app', hasSubject: true, vulnerabilities: 0, untouched: 3 };

  it.each([
    ['names what it describes', bill],
    ['says so', { ...bill, compositions: [{ aggregate: 'complete', about: ['app'] }], hasSubject: false }],
    ['has vulnerabilities in some components', { ...bill, vulnerabilities: 2 }],
    [
      'is incomplete in a part only',
      { ...bill, compositions: [{ aggregate: 'incomplete', about: ['lib'] }] },
    ],
  ])('complete where it %s', (_what, listed) => {
    expect(missingFrom(listed)).toBeNull();
  });

  it.each([
    ['unknown', { ...bill, compositions: [{ aggregate: 'unknown', about: ['app'] }] }],
    [
      'incomplete first party only',
      { ...bill, compositions: [{ aggregate: 'incomplete_first_party_only', about: [] }] },
    ],
    ['does not name', { ...bill, subject: null, hasSubject: false }],
    ['only the components of its vulnerabilities', { ...bill, vulnerabilities: 2, untouched: 0 }],
  ])('not complete: %s', (words, listed) => {
    expect(missingFrom(listed)).toContain(words);
  });
});
