import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { refusalOf, tryReport } from '../../tests/fixtures/importers/report-trial.ts';
import { grype } from './grype.ts';

const openssl = {
  vulnerability: {
    id: 'CVE-2024-5535',
    namespace: 'debian:distro:debian:12',
    severity: 'Negligible',
    fix: { state: 'wont-fix', versions: [] },
    advisories: [],
  },
  relatedVulnerabilities: [
    {
      id: 'CVE-2024-5535',
      cvss: [{ source: 'nvd@nist.gov', version: '3.1', vector: '', metrics: { baseScore: 9.1 } }],
    },
  ],
  artifact: {
    name: 'libssl3',
    version: '3.0.11-1~deb12u2',
    type: 'deb',
    purl: 'pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&upstream=openssl',
    upstreams: [{ name: 'openssl' }],
  },
};

/** Always there, but for `match-upstream-kernel-headers`. */
const kernelRules = ['kernel-headers', 'linux-headers-.*'].map((name) => ({
  package: { name, type: 'deb', 'upstream-name': name.startsWith('kernel') ? 'kernel' : 'linux' },
  'match-type': 'exact-indirect-match',
}));

const source = { type: 'image', target: { userInput: 'app:1', manifestDigest: 'sha256:aa' } };

function read(parts: object) {
  const report = {
    matches: [],
    source,
    distro: { name: 'debian', version: '12' },
    descriptor: { version: '0.80.0', configuration: { 'only-fixed': false, ignore: kernelRules } },
    ...parts,
  };
  return readText(grype, JSON.stringify(report));
}

describe('a Grype report', () => {
  tryReport({ importer: grype, samples: ['grype/fix_available.json'], saysItsEnd: true });

  it('keys a system package by its source and takes the rating of the related record', () => {
    const [flaw] = read({ matches: [openssl] }).flaws;
    expect(flaw?.product).toEqual({
      name: 'openssl',
      keyedBy: 'source',
      arch: 'amd64',
      installed: '3.0.11-1~deb12u2',
      fixed: null,
      scheme: 'deb',
    });
    expect(flaw).toMatchObject({ severity: 'low', status: 'open', cvss: { version: '3.1', score: 9.1 } });
    expect(flaw?.evidence).toContain('fix: wont-fix');
  });

  const isComplete = (configuration: object, ignoredMatches: object[] = []): boolean | undefined =>
    read({ descriptor: { version: '0.80.0', configuration }, ignoredMatches }).hosts[0]?.complete;

  it.each([
    ['flaws with a fix', { 'only-fixed': true }],
    ['flaws without a fix', { 'only-notfixed': true }],
    ['flaws in some states', { 'ignore-wontfix': 'wont-fix,unknown' }],
    ['some paths', { exclude: ['./vendor/**'] }],
  ])('closes nothing by absence when it was asked for %s', (_, configuration) => {
    expect(isComplete(configuration)).toBe(false);
    expect(isComplete({ ...configuration, ignore: null }, [openssl])).toBe(false);
  });

  it('closes nothing by absence where rules ignore flaws and none is listed as ignored', () => {
    const ignore = [{ vulnerability: 'CVE-2024-5535', package: { name: 'libssl3' } }, ...kernelRules];
    expect(isComplete({ ignore })).toBe(false);
    expect(isComplete({ ignore }, [{ ...openssl, appliedIgnoreRules: [ignore[0]] }])).toBe(true);
    expect(isComplete({ ignore: kernelRules, 'ignore-wontfix': '', exclude: [] })).toBe(true);
  });

  it('closes nothing by absence where it does not say how it was asked', () => {
    expect(read({ descriptor: { version: '0.80.0' } }).hosts[0]?.complete).toBe(false);
  });

  it('finds the CVE of a GHSA in the related records', () => {
    const npm = {
      vulnerability: {
        id: 'GHSA-c2qf-rxjj-qqgw',
        severity: 'High',
        fix: { versions: ['7.5.2', '6.3.1'], state: 'fixed' },
      },
      relatedVulnerabilities: [{ id: 'CVE-2022-25883' }],
      artifact: { name: 'semver', version: '6.3.0', type: 'npm', purl: 'pkg:npm/semver@6.3.0' },
    };
    const [flaw] = read({ matches: [npm] }).flaws;
    expect(flaw).toMatchObject({ cves: ['CVE-2022-25883'], fixes: ['GHSA-c2qf-rxjj-qqgw'] });
    expect(flaw?.product).toMatchObject({ name: 'pkg:npm/semver', fixed: '6.3.1', scheme: 'semver' });
  });

  it('hands ignored matches on as accepted, or as the statement that set them aside says', () => {
    const { flaws } = read({
      ignoredMatches: [
        { ...openssl, appliedIgnoreRules: [{ reason: 'not reachable' }] },
        { ...openssl, appliedIgnoreRules: [{ 'vex-status': 'not_affected' }] },
      ],
    });
    expect(flaws.map(({ status }) => status)).toEqual(['accepted', 'not-affected']);
  });

  it('names the image by its digest, wherever in the file it stands', () => {
    const { hosts } = read({ matches: [openssl] });
    expect(hosts).toMatchObject([
      { kind: 'image', name: 'app:1', cloudId: 'sha256:aa', os: 'debian 12', complete: true },
    ]);
    expect(refusalOf(grype, JSON.stringify({ matches: [openssl] }))).toBe('REPORT_EMPTY');
  });
});
