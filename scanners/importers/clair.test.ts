import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { readSample, tryReport } from '../../tests/fixtures/importers/report-trial.ts';
import { clair } from './clair.ts';

const report4 = {
  manifest_hash: 'sha256:aa',
  packages: {
    '10': {
      id: '10',
      name: 'libssl3',
      version: '3.0.11-1',
      kind: 'binary',
      arch: 'amd64',
      source: { name: 'openssl', version: '3.0.11-1' },
    },
  },
  distributions: { '1': { did: 'debian', version_id: '12', pretty_name: 'Debian GNU/Linux 12 (bookworm)' } },
  vulnerabilities: {
    '7': {
      name: 'DSA-5532-1 openssl',
      normalized_severity: 'High',
      links: 'https://security-tracker.debian.org/tracker/CVE-2023-5363',
      fixed_in_version: '3.0.11-1~deb12u2',
    },
    '8': { name: 'CVE-2000-1' },
  },
  package_vulnerabilities: { '10': ['7'] },
  enrichments: {
    'message/vnd.clair.map.vulnerability; enricher=clair.cvss schema=https://csrc.nist.gov/schema': [
      {
        '7': [
          { version: '3.1', baseScore: 7.5, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' },
        ],
      },
    ],
  },
};

describe('a Clair report', () => {
  tryReport({
    importer: clair,
    samples: ['clair/clair_few_vuln.json', 'clair/clairklar_high.json'],
    saysItsEnd: true,
  });

  it('joins packages, flaws and ratings of version 4', () => {
    const text = JSON.stringify(report4);
    expect(clair.recognises(text)).toBe(true);
    const { hosts, flaws, skipped } = readText(clair, text);
    expect(hosts).toMatchObject([
      { kind: 'image', cloudId: 'sha256:aa', os: 'Debian GNU/Linux 12 (bookworm)' },
    ]);
    expect(flaws).toMatchObject([
      {
        fixes: ['DSA-5532-1'],
        cves: ['CVE-2023-5363'],
        severity: 'high',
        cvss: { score: 7.5 },
        product: {
          name: 'openssl',
          keyedBy: 'source',
          installed: '3.0.11-1',
          fixed: '3.0.11-1~deb12u2',
          scheme: 'deb',
        },
      },
    ]);
    expect(skipped).toEqual({ 'a record without id or package': 1 });
  });

  it('counts packages whose flaw is not described', () => {
    const dangling = { ...report4, package_vulnerabilities: { '10': ['7', '9'] } };
    expect(readText(clair, JSON.stringify(dangling)).skipped).toEqual({
      'a record without id or package': 1,
      'a package with a flaw that is not described': 1,
    });
  });

  it('takes what the white list of clair-scanner holds as accepted', () => {
    const flaw = { featurename: 'a', featureversion: '1', namespace: 'debian:9', severity: 'Low' };
    const vulnerabilities = ['CVE-2019-1', 'CVE-2019-2'].map((vulnerability) => ({ ...flaw, vulnerability }));
    const text = JSON.stringify({ image: 'app:1', unapproved: ['CVE-2019-1'], vulnerabilities });
    expect(readText(clair, text).flaws.map(({ status }) => status)).toEqual(['open', 'accepted']);
  });

  it('takes an erratum as the fix and the CVEs from its description', () => {
    const [, systemd] = readSample(clair, 'clair/clairklar_high.json').flaws;
    expect(systemd?.fixes).toEqual(['RHSA-2019:0049']);
    expect(systemd?.cves).toEqual(['CVE-2018-15688', 'CVE-2018-16864', 'CVE-2018-16865']);
  });

  it('takes a clean image as looked at', () => {
    const { hosts, flaws } = readText(clair, '{"image": "app:1", "unapproved": [], "vulnerabilities": []}');
    expect([hosts[0]?.name, flaws.length]).toEqual(['app:1', 0]);
  });
});
