import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { readSample, refusalOf, tryReport } from '../../tests/fixtures/importers/report-trial.ts';
import { twistlock } from './twistlock.ts';

describe('a twistcli result', () => {
  tryReport({ importer: twistlock, samples: ['twistlock/one_vuln.json'], saysItsEnd: true });

  it('orders system packages by the system of the image, and reads fixed versions and refusals', () => {
    const flaw = {
      id: 'CVE-2024-1',
      packageName: 'curl',
      packageVersion: '7.74.0-1',
      packageType: 'os',
      severity: 'high',
    };
    const vulnerabilities = [
      { ...flaw, status: 'fixed in 7.74.0-2, 7.88.1-1' },
      { ...flaw, status: 'will not fix' },
    ];
    const image = {
      id: 'sha256:aa',
      name: 'app:1',
      distro: 'Debian GNU/Linux 11 (bullseye)',
      vulnerabilities,
    };
    const { hosts, flaws } = readText(twistlock, JSON.stringify({ results: [image, { id: 'sha256:bb' }] }));
    expect(hosts.map(({ cloudId }) => cloudId)).toEqual(['sha256:aa', 'sha256:bb']);
    expect(flaws[0]).toMatchObject({
      product: { scheme: 'deb', fixed: '7.74.0-2' },
      remedy: 'Fixed in 7.74.0-2, 7.88.1-1.',
    });
    expect(flaws[1]).toMatchObject({ product: { fixed: null }, status: 'open' });
    // The rules of the Console leave severities and CVEs out.
    expect(hosts.map(({ complete }) => complete)).toEqual([false, false]);
  });
});

describe('a Prisma Cloud export', () => {
  const sample = 'twistlock/scan_report_prisma_twistlock_images_four_vulns.csv';
  tryReport({ importer: twistlock, samples: [sample], saysItsEnd: false });

  it('keys the packages of a line by their common source', () => {
    const { flaws } = readSample(twistlock, sample);
    expect(flaws.map(({ product }) => product)).toMatchObject([
      { name: 'libxml2', keyedBy: 'binary', fixed: '2.9.10-r4', scheme: 'apk' },
      { name: 'libmaxminddb', keyedBy: 'binary', fixed: null },
      { name: 'openssl', keyedBy: 'source', installed: '1.1.1g-r0', fixed: '1.1.1i-r0' },
    ]);
  });

  it('refuses a file that ends within a record', () => {
    expect(refusalOf(twistlock, 'CVE ID,Severity,Packages,Package Version\nCVE-2024-1,high')).toBe(
      'REPORT_TRUNCATED',
    );
    expect(refusalOf(twistlock, 'CVE ID,Packages\n')).toBe('CSV_COLUMN_MISSING');
  });
});
