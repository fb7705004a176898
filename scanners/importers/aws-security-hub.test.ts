import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { readSample, tryReport } from '../../tests/fixtures/importers/report-trial.ts';
import { awsSecurityHub } from './aws-security-hub.ts';

const finding = {
  SchemaVersion: '2018-10-08',
  Title: 'CVE-2022-3643 - kernel',
  Types: ['Software and Configuration Checks/Vulnerabilities/CVE'],
  Severity: { Label: 'INFORMATIONAL' },
  Resources: [
    {
      Type: 'AwsEc2Instance',
      Id: 'arn:aws:ec2:us-east-1:1:instance/i-0123456789abcdef0',
      Details: { AwsEc2Instance: { IpV4Addresses: ['10.0.0.5'] } },
    },
  ],
};

describe('AWS Security Hub findings', () => {
  tryReport({ importer: awsSecurityHub, samples: ['aws-security-hub/inspector_ecr.json'], saysItsEnd: true });

  it('joins epoch, version and release, and leaves epoch 0 out of the fixed version', () => {
    const [first] = readSample(awsSecurityHub, 'aws-security-hub/inspector_ecr.json').flaws;
    expect(first?.product).toEqual({
      name: 'openssl',
      keyedBy: 'source',
      arch: 'amd64',
      installed: '1.1.1n-0+deb11u4',
      fixed: '1.1.1n-0+deb11u5',
      scheme: 'deb',
    });
  });

  it('keeps a flaw whose packages are left out, by the CVE of its title', () => {
    const { hosts, flaws } = readText(awsSecurityHub, JSON.stringify({ Findings: [finding] }));
    expect(flaws).toMatchObject([
      { check: 'CVE-2022-3643', cves: ['CVE-2022-3643'], product: null, severity: 'info' },
    ]);
    expect(hosts).toMatchObject([{ kind: 'host', cloudId: 'i-0123456789abcdef0', addresses: ['10.0.0.5'] }]);
  });

  it('reads events, archived and suppressed findings, and counts what is no flaw', () => {
    const findings = [
      { ...finding, RecordState: 'ARCHIVED' },
      { ...finding, Workflow: { Status: 'SUPPRESSED' } },
      { ...finding, Types: ['Software and Configuration Checks/Industry and Regulatory Standards'] },
    ];
    const { flaws, skipped } = readText(awsSecurityHub, JSON.stringify({ detail: { findings } }));
    expect(flaws.map(({ status }) => status)).toEqual(['fixed', 'accepted']);
    expect(skipped).toEqual({ 'not a vulnerability': 1 });
  });

  it('knows what Inspector suppressed, which is archived, and what somebody verified', () => {
    const inspector = { 'aws/inspector/FindingStatus': 'SUPPRESSED' };
    const findings = [
      { ...finding, RecordState: 'ARCHIVED', ProductFields: inspector },
      { ...finding, VerificationState: 'FALSE_POSITIVE' },
      { ...finding, VerificationState: 'BENIGN_POSITIVE' },
      { ...finding, VerificationState: 'TRUE_POSITIVE' },
    ];
    const { flaws } = readText(awsSecurityHub, JSON.stringify({ Findings: findings }));
    expect(flaws.map(({ status }) => status)).toEqual(['accepted', 'not-affected', 'accepted', 'open']);
  });

  it('counts every resource that has no id', () => {
    const findings = [
      { ...finding, Resources: [...finding.Resources, {}, {}] },
      { ...finding, Resources: [] },
    ];
    const { flaws, skipped } = readText(awsSecurityHub, JSON.stringify({ Findings: findings }));
    expect([flaws.length, skipped]).toEqual([1, { 'a record without resource': 3 }]);
  });
});
