import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { readSample, tryReport } from '../../tests/fixtures/importers/report-trial.ts';
import { wiz } from './wiz.ts';

describe('a Wiz export', () => {
  tryReport({ importer: wiz, samples: ['wiz/sca_format.csv', 'wiz/one_finding.csv'], saysItsEnd: false });

  it('knows an instance by its cloud id and address', () => {
    const { hosts } = readSample(wiz, 'wiz/sca_format.csv');
    expect(hosts).toMatchObject([
      { kind: 'host', name: 'k8s-bigcorp-default-zone-0dd0efbc-46n6', addresses: ['10.110.208.6'] },
    ]);
  });

  it('counts issues of settings, keeps those of known flaws', () => {
    expect(readSample(wiz, 'wiz/one_finding.csv').skipped).toEqual({ informational: 1 });
    const issues =
      'Title,Severity,Status,Description,Issue ID,Wiz URL,Resource Type,Resource external ID,Resource Name,Created At\n' +
      'Log4Shell (CVE-2021-44228),CRITICAL,RESOLVED,,i1,u,VIRTUAL_MACHINE,vm1,web-1,2026-01-02T03:04:05Z\n' +
      'Public bucket,HIGH,OPEN,,i2,u,BUCKET,b1,data,2026-01-02T03:04:05Z\n';
    const { hosts, flaws, skipped } = readText(wiz, issues);
    expect(hosts.map(({ kind }) => kind)).toEqual(['host', 'cloud-resource']);
    expect(flaws).toMatchObject([{ cves: ['CVE-2021-44228'], status: 'fixed', severity: 'critical' }]);
    expect(skipped).toEqual({ 'not a vulnerability': 1 });
  });
});
