import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { refusalOf, tryReport } from '../../tests/fixtures/importers/report-trial.ts';
import { cyclonedxJson } from './cyclonedx-json.ts';

const lib = {
  'bom-ref': 'a',
  type: 'library',
  name: 'lodash',
  version: '4.17.15',
  purl: 'pkg:npm/lodash@4.17.15',
};
const other = {
  'bom-ref': 'b',
  type: 'library',
  name: 'left-pad',
  version: '1.0.0',
  purl: 'pkg:npm/left-pad@1.0.0',
};
const flaw = { id: 'CVE-2020-8203', affects: [{ ref: 'a' }] };

function read(parts: object) {
  const metadata = {
    timestamp: '2026-01-02T03:04:05Z',
    component: { 'bom-ref': 'root', type: 'container', name: 'shop', version: '2.1' },
    tools: { components: [{ name: 'cdxgen', version: '11.0.0' }] },
  };
  return readText(
    cyclonedxJson,
    JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', metadata, ...parts }),
  );
}

describe('a CycloneDX document', () => {
  tryReport({
    importer: cyclonedxJson,
    samples: ['cyclonedx-json/valid-vulnerability-1.4.json'],
    saysItsEnd: true,
  });

  it('finds the component of a flaw, also behind it, nested or by BOM-Link', () => {
    const parent = { 'bom-ref': 'p', type: 'application', name: 'web', components: [lib] };
    for (const ref of ['a', 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#a']) {
      const { flaws } = read({ vulnerabilities: [{ ...flaw, affects: [{ ref }] }], components: [parent] });
      expect(flaws[0]?.product).toMatchObject({
        name: 'pkg:npm/lodash',
        installed: '4.17.15',
        scheme: 'semver',
      });
    }
  });

  it('counts components without a flaw; a bare SBOM is no scan and closes nothing', () => {
    const { hosts, flaws, skipped, facts } = read({ components: [lib, other] });
    expect(flaws).toEqual([]);
    expect(skipped).toEqual({ 'component without vulnerability': 2 });
    expect(hosts[0]).toMatchObject({ kind: 'image', name: 'shop:2.1', complete: false });
    expect(facts).toMatchObject({
      tool: 'cdxgen',
      toolVersion: '11.0.0',
      madeAt: '2026-01-02T03:04:05.000Z',
    });
    const scan = read({ components: [lib, other], vulnerabilities: [flaw] });
    expect(scan.skipped).toEqual({ 'component without vulnerability': 1 });
    expect(scan.hosts[0]?.complete).toBe(true);
  });

  it('prefers the rating of the source that reported the flaw to that of NVD', () => {
    const ratings = [
      { source: { name: 'NVD' }, severity: 'critical', score: 9.8, method: 'CVSSv31' },
      { source: { name: 'Red Hat' }, severity: 'medium', score: 5.3, method: 'CVSSv31' },
    ];
    const [found] = read({
      components: [lib],
      vulnerabilities: [{ ...flaw, source: { name: 'Red Hat' }, ratings }],
    }).flaws;
    expect(found).toMatchObject({ severity: 'medium', cvss: { score: 5.3 } });
  });

  it('follows the analysis of the author', () => {
    const states = ['resolved', 'exploitable', 'false_positive'];
    const vulnerabilities = states.map((state) => ({ ...flaw, analysis: { state } }));
    const { flaws } = read({ components: [lib], vulnerabilities });
    expect(flaws.map(({ status }) => status)).toEqual(['fixed', 'open', 'not-affected']);
  });

  it('takes of the advisories that a flaw links to those of the vendor of the component', () => {
    const advisories = [
      'https://access.redhat.com/errata/RHSA-2024:1',
      'https://www.debian.org/security/DSA-5000-1',
    ];
    const vulnerability = { ...flaw, advisories: advisories.map((url) => ({ url })) };
    const fixesOf = (purl: string) =>
      read({ components: [{ ...lib, purl }], vulnerabilities: [vulnerability] }).flaws[0]?.fixes;
    expect(fixesOf('pkg:deb/debian/openssl@3.0.11-1')).toEqual(['DSA-5000-1']);
    expect(fixesOf('pkg:rpm/redhat/openssl@3.0.7-1.el9')).toEqual(['RHSA-2024:1']);
    expect(fixesOf('pkg:npm/lodash@4.17.15')).toEqual([]);
  });

  it('counts what the source of a flaw took back', () => {
    const rejected = { ...flaw, rejected: '2026-01-01T00:00:00Z' };
    const { flaws, skipped } = read({ components: [lib], vulnerabilities: [rejected] });
    expect([flaws, skipped['withdrawn advisory']]).toEqual([[], 1]);
  });

  it('refuses a document of another kind', () => {
    expect(refusalOf(cyclonedxJson, '{"bomFormat": "Other", "components": []}')).toBe('REPORT_INVALID');
  });
});
