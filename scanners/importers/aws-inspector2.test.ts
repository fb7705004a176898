import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { tryReport } from '../../tests/fixtures/importers/report-trial.ts';
import { awsInspector2 } from './aws-inspector2.ts';

const finding = {
  findingArn: 'arn:aws:inspector2:eu-central-1:1:finding/1',
  type: 'PACKAGE_VULNERABILITY',
  severity: 'HIGH',
  status: 'ACTIVE',
  title: 'CVE-2024-1 - curl',
  lastObservedAt: '2026-01-02T03:04:05Z',
  packageVulnerabilityDetails: {
    vulnerabilityId: 'CVE-2024-1',
    sourceUrl: 'https://ubuntu.com/security/notices/USN-6000-1',
    vulnerablePackages: [
      {
        name: 'curl',
        version: '7.81.0',
        epoch: 0,
        release: '1ubuntu1.15',
        packageManager: 'OS',
        fixedInVersion: 'NotAvailable',
      },
      { name: '@a/b', version: '1.0.0', packageManager: 'NPM', fixedInVersion: '1.0.1' },
    ],
  },
  resources: [
    {
      id: 'i-0123456789abcdef0',
      type: 'AWS_EC2_INSTANCE',
      tags: { Name: 'web-1' },
      details: { awsEc2Instance: { ipV4Addresses: ['10.0.0.5'], platform: 'UBUNTU_22_04' } },
    },
  ],
};

describe('Amazon Inspector findings', () => {
  tryReport({
    importer: awsInspector2,
    samples: ['aws-inspector2/aws_inspector2_one_vul.json'],
    saysItsEnd: true,
  });

  it('makes a flaw of each package of each resource', () => {
    const { hosts, flaws } = readText(awsInspector2, JSON.stringify({ findings: [finding] }));
    expect(hosts).toMatchObject([
      {
        kind: 'host',
        name: 'web-1',
        addresses: ['10.0.0.5'],
        cloudId: 'i-0123456789abcdef0',
        os: 'UBUNTU_22_04',
      },
    ]);
    expect(flaws.map(({ product }) => product)).toMatchObject([
      { name: 'curl', keyedBy: 'binary', installed: '7.81.0-1ubuntu1.15', fixed: null, scheme: 'deb' },
      { name: 'pkg:npm/%40a/b', keyedBy: 'purl', fixed: '1.0.1', scheme: 'semver' },
    ]);
    expect(flaws[0]?.fixes).toEqual(['USN-6000-1']);
  });

  it('reads one finding as an event, and says what was suppressed or closed', () => {
    const event = (status: string) =>
      readText(
        awsInspector2,
        JSON.stringify({ 'detail-type': 'Inspector2 Finding', detail: { ...finding, status } }),
      );
    expect(event('ACTIVE').hosts[0]?.complete).toBe(false);
    expect(event('SUPPRESSED').flaws[0]?.status).toBe('accepted');
    expect(event('CLOSED').flaws[0]?.status).toBe('fixed');
  });

  it('reads times in seconds since 1970, and counts every resource without id', () => {
    const numbers = { firstObservedAt: 1767323045.5, lastObservedAt: 1767323046, updatedAt: 1767323046 };
    const findings = [{ ...finding, ...numbers, resources: [...finding.resources, {}] }];
    const { facts, flaws, skipped } = readText(awsInspector2, JSON.stringify({ findings }));
    expect(flaws[0]).toMatchObject({
      firstSeen: '2026-01-02T03:04:05.500Z',
      lastSeen: '2026-01-02T03:04:06.000Z',
    });
    expect([facts.madeAt, skipped]).toEqual(['2026-01-02T03:04:06.000Z', { 'a record without resource': 1 }]);
  });

  it('counts findings of other kinds', () => {
    const network = { ...finding, type: 'NETWORK_REACHABILITY', packageVulnerabilityDetails: undefined };
    const { flaws, skipped } = readText(awsInspector2, JSON.stringify({ findings: [network] }));
    expect(flaws).toEqual([]);
    expect(skipped).toEqual({ 'not a package vulnerability': 1 });
  });
});
