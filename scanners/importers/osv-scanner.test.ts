import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { tryReport } from '../../tests/fixtures/importers/report-trial.ts';
import { osvScanner } from './osv-scanner.ts';

const ghsa = {
  id: 'GHSA-p6mc-m468-83gw',
  aliases: ['CVE-2020-8203'],
  summary: 'Prototype Pollution in lodash',
  affected: [
    {
      package: { name: 'lodash' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '3.7.0' }, { fixed: '4.17.19' }] }],
    },
    { package: { name: 'lodash-es' }, ranges: [{ type: 'SEMVER', events: [{ fixed: '4.17.20' }] }] },
  ],
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:H' }],
  database_specific: { severity: 'HIGH' },
};
const group = { ids: [ghsa.id, 'CVE-2020-8203'], aliases: ['CVE-2020-8203'], max_severity: '7.4' };

function read(entry: object, source: object = { path: '/src/package-lock.json', type: 'lockfile' }) {
  const found = { package: { name: 'lodash', version: '4.17.15', ecosystem: 'npm' }, ...entry };
  return readText(osvScanner, JSON.stringify({ results: [{ source, packages: [found] }] }));
}

describe('an OSV-Scanner report', () => {
  tryReport({ importer: osvScanner, samples: ['osv-scanner/some_findings.json'], saysItsEnd: true });

  it('makes one flaw of a group of names, with score, vector and the fixed version of its own package', () => {
    const { hosts, flaws } = read({ vulnerabilities: [ghsa], groups: [group] });
    expect(hosts).toMatchObject([{ kind: 'repository', name: '/src/package-lock.json' }]);
    expect(flaws).toHaveLength(1);
    expect(flaws[0]).toMatchObject({
      check: ghsa.id,
      cves: ['CVE-2020-8203'],
      fixes: [ghsa.id],
      severity: 'high',
      cvss: { version: '3.1', score: 7.4, vector: ghsa.severity[0]?.score },
      product: { name: 'pkg:npm/lodash', fixed: '4.17.19' },
    });
  });

  it('takes the fixed version of the release that the package is of', () => {
    const range = (ecosystem: string, fixed: string) => ({
      package: { name: 'openssl', ecosystem },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
    });
    const affected = [range('Debian:11', '3.0.11-1+deb11u1'), range('Debian:12', '3.0.11-1+deb12u2')];
    const { flaws } = read({
      package: { name: 'openssl', version: '3.0.11-1', ecosystem: 'Debian:12' },
      vulnerabilities: [{ id: 'CVE-2023-5363', affected }],
    });
    expect(flaws[0]?.product?.fixed).toBe('3.0.11-1+deb12u2');
  });

  it('knows the version of a score whose vectors are of one version', () => {
    const other = { ...ghsa, id: 'CVE-2020-8203', severity: [{ score: 'CVSS:4.0/AV:N/AC:L' }] };
    const first = { ...ghsa, severity: [{ score: 'CVSS:4.0/AV:N/AC:H' }] };
    const { flaws } = read({ vulnerabilities: [first, other], groups: [group] });
    expect(flaws[0]?.cvss).toEqual({ version: '4.0', score: 7.4, vector: null });
  });

  it('is never complete: what its configuration ignores is left out without a trace', () => {
    expect(read({ vulnerabilities: [ghsa], groups: [group] }).hosts[0]?.complete).toBe(false);
  });

  it('keeps an advisory that is in no group', () => {
    const { flaws } = read({ vulnerabilities: [ghsa, { id: 'CVE-2024-12345' }], groups: [group] });
    expect(flaws.map(({ check }) => check)).toEqual([ghsa.id, 'CVE-2024-12345']);
  });

  it('leaves withdrawn advisories and packages without flaws out, counted', () => {
    expect(
      read({ vulnerabilities: [{ ...ghsa, withdrawn: '2024-01-01T00:00:00Z' }], groups: [group] }).skipped,
    ).toEqual({
      'withdrawn advisory': 1,
    });
    expect(read({}).skipped).toEqual({ 'component without vulnerability': 1 });
  });

  it('keys system packages of an image by source', () => {
    const { hosts, flaws } = read(
      {
        package: { name: 'openssl', version: '3.0.11-1', ecosystem: 'Debian:12' },
        vulnerabilities: [{ id: 'DSA-5532-1' }],
      },
      { path: 'app:1', type: 'docker' },
    );
    expect(hosts[0]?.kind).toBe('image');
    expect(flaws[0]).toMatchObject({
      fixes: ['DSA-5532-1'],
      product: { name: 'openssl', keyedBy: 'source', scheme: 'deb' },
    });
  });
});
