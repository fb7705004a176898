import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { readSample, refusalOf, tryReport } from '../../tests/fixtures/importers/report-trial.ts';
import { trivy } from './trivy.ts';

const report = (parts: object): string =>
  JSON.stringify({ SchemaVersion: 2, ArtifactName: 'app:1', ArtifactType: 'container_image', ...parts });

const flaw = {
  VulnerabilityID: 'CVE-2024-1',
  PkgID: 'libssl3@3.0.1-1',
  PkgName: 'libssl3',
  InstalledVersion: '3.0.1-1',
};

describe('a Trivy report', () => {
  tryReport({
    importer: trivy,
    samples: ['trivy/all_statuses.json', 'trivy/cvssv4_severity_source.json'],
    saysItsEnd: true,
  });

  it('keeps a flaw open that the vendor will not fix, and says so in the evidence', () => {
    const flaws = readSample(trivy, 'trivy/all_statuses.json').flaws;
    const refused = flaws.find(({ evidence }) => evidence.includes('status: will_not_fix'));
    expect(refused?.status).toBe('open');
    expect(flaws.filter(({ status }) => status === 'not-affected').map(({ check }) => check)).toEqual([
      'CVE-2019-18276',
    ]);
  });

  it('chooses of several fixed versions the one of the installed line and names all in the remedy', () => {
    const [first] = readSample(trivy, 'trivy/cvssv4_severity_source.json').flaws;
    expect(first?.product?.fixed).toBe('9.0.112');
    expect(first?.remedy).toBe('Fixed in 11.0.14, 10.1.49, 9.0.112.');
    expect(first?.fixes).toEqual(['GHSA-fpj8-gq4v-p354']);
  });

  it('names the source package where the report lists packages', () => {
    const { flaws } = readText(
      trivy,
      report({
        Results: [
          {
            Target: 'app:1 (debian 12.1)',
            Type: 'debian',
            Packages: [
              {
                ID: 'libssl3@3.0.1-1',
                Name: 'libssl3',
                SrcName: 'openssl',
                SrcVersion: '3.0.1',
                SrcRelease: '1',
                SrcEpoch: 1,
              },
            ],
            Vulnerabilities: [
              { ...flaw, VendorIDs: ['DSA-5000-1'], FixedVersion: '3.0.2-1', Severity: 'UNKNOWN' },
            ],
          },
        ],
      }),
    );
    expect(flaws[0]?.product).toMatchObject({
      name: 'openssl',
      keyedBy: 'source',
      installed: '1:3.0.1-1',
      scheme: 'deb',
    });
    expect(flaws[0]?.fixes).toEqual(['DSA-5000-1']);
    expect(flaws[0]?.severity).toBeNull();
  });

  it('takes an image without flaws as one, not as an error, and not as shown to have none', () => {
    const { hosts, flaws } = readText(trivy, report({ CreatedAt: '2026-01-01T00:00:00Z', Results: null }));
    expect(flaws).toEqual([]);
    expect(hosts[0]).toMatchObject({ kind: 'image', name: 'app:1', complete: false, credentialed: true });
  });

  const low = { ...flaw, Severity: 'LOW' };
  const system = { Target: 'app:1 (debian 12)', Class: 'os-pkgs', Type: 'debian', Vulnerabilities: [low] };
  const python = { Target: 'Python', Class: 'lang-pkgs', Type: 'python-pkg' };
  const isComplete = (Results: object[], more: object = {}): boolean | undefined =>
    readText(trivy, report({ Results, ...more })).hosts[0]?.complete;
  const systemOf = (...Vulnerabilities: object[]): object => ({ ...system, Vulnerabilities });

  it('is complete where it lists a low flaw, one without a fix, and packages of system and languages', () => {
    expect(isComplete([system, python])).toBe(true);
    const high = { ...flaw, Severity: 'HIGH' };
    expect(isComplete([systemOf(high, { ...low, FixedVersion: '3.0.2-1' }), python])).toBe(true);
  });

  it.each([
    ['high severities', [systemOf({ ...flaw, Severity: 'CRITICAL' }, { ...flaw, Severity: 'HIGH' }), python]],
    ['high and unknown severities', [systemOf({ ...flaw, Severity: 'UNKNOWN' }), python]],
    ['flaws with a fix', [systemOf({ ...low, FixedVersion: '3.0.2-1' }), python]],
    ['system packages', [system]],
    ['language packages', [{ ...python, Vulnerabilities: [low] }]],
    [
      'what is not set aside',
      [
        {
          ...system,
          Vulnerabilities: [],
          ExperimentalModifiedFindings: [{ Type: 'vulnerability', Status: 'ignored', Finding: low }],
        },
        python,
      ],
    ],
  ])('is not complete where it may be limited to %s', (_, results) => {
    expect(isComplete(results)).toBe(false);
  });

  it('asks for no system packages of a repository', () => {
    const lock = { Target: 'package-lock.json', Class: 'lang-pkgs', Type: 'npm', Vulnerabilities: [low] };
    expect(isComplete([lock], { ArtifactName: '.', ArtifactType: 'repository' })).toBe(true);
    expect(isComplete([lock], { ArtifactName: '/', ArtifactType: 'vm' })).toBe(false);
  });

  it('reads schema 1, a list of targets', () => {
    const old = JSON.stringify([
      { Target: 'alpine:3.9 (alpine 3.9.4)', Type: 'alpine', Vulnerabilities: [flaw] },
    ]);
    expect(trivy.recognises(old)).toBe(true);
    const { hosts, flaws } = readText(trivy, old);
    expect(hosts[0]).toMatchObject({ kind: 'image', name: 'alpine:3.9', os: 'alpine 3.9.4' });
    expect(flaws[0]?.product?.scheme).toBe('apk');
  });

  it('makes a host of each resource of a cluster, with or without flaws', () => {
    const resource = (Name: string, Vulnerabilities: object[]) => ({
      Namespace: 'shop',
      Kind: 'Deployment',
      Name,
      Results: [{ Target: 'app:1 (debian 12)', Type: 'debian', Vulnerabilities }],
    });
    const cluster = { ClusterName: 'c1', Resources: [resource('web', [flaw]), resource('db', [])] };
    const { hosts, flaws } = readText(trivy, JSON.stringify(cluster));
    expect(hosts.map(({ name }) => name)).toEqual(['c1/shop/Deployment/web', 'c1/shop/Deployment/db']);
    expect(flaws.map(({ host }) => host)).toEqual([hosts[0]?.key]);
  });

  it('does not call a resource complete that could not be scanned, and counts that', () => {
    const read = (...results: object[]) => {
      const failed = { Kind: 'Pod', Name: 'a', Error: 'image not found', Results: [] };
      const resources = [failed, { Kind: 'Pod', Name: 'b' }, { Kind: 'Pod', Name: 'c', Results: results }];
      return readText(trivy, JSON.stringify({ ClusterName: 'c1', Resources: resources }));
    };
    const { hosts, skipped } = read(system, python);
    // What shows that nothing was left out may stand in any resource.
    expect(hosts.map(({ complete }) => complete)).toEqual([false, true, true]);
    expect(skipped).toEqual({ 'error of the scan': 1 });
    expect(read(system).hosts.map(({ complete }) => complete)).toEqual([false, false, false]);
  });

  it.each([
    ['fixed', 'fixed'],
    ['not_affected', 'not-affected'],
    ['ignored', 'accepted'],
    ['under_investigation', 'accepted'],
  ])('takes what was set aside as %s as %s', (Status, status) => {
    const modified = [{ Type: 'vulnerability', Status, Finding: { ...flaw, PkgName: '@a/b' } }];
    const results = [{ Target: 'package-lock.json', Type: 'npm', ExperimentalModifiedFindings: modified }];
    expect(readText(trivy, report({ Results: results })).flaws[0]?.status).toBe(status);
  });

  it('counts misconfigurations and secrets, and marks what was set aside as accepted', () => {
    const { flaws, skipped } = readText(
      trivy,
      report({
        Results: [
          {
            Target: 'app/package-lock.json',
            Type: 'npm',
            Misconfigurations: [{ ID: 'DS002' }],
            Secrets: [{}],
            ExperimentalModifiedFindings: [
              {
                Type: 'vulnerability',
                Status: 'ignored',
                Statement: 'test only',
                Finding: { ...flaw, PkgName: '@a/b' },
              },
            ],
          },
        ],
      }),
    );
    expect(skipped).toEqual({ misconfiguration: 1, secret: 1 });
    expect(flaws[0]).toMatchObject({
      status: 'accepted',
      product: { name: 'pkg:npm/%40a/b', keyedBy: 'purl' },
    });
  });

  it('refuses a report that names nothing', () => {
    expect(refusalOf(trivy, '{"SchemaVersion": 2, "Results": []}')).toBe('REPORT_EMPTY');
  });
});
