import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { readSample, tryReport } from '../../tests/fixtures/importers/report-trial.ts';
import { orca } from './orca.ts';

describe('Orca alerts (JSON)', () => {
  tryReport({ importer: orca, samples: ['orca/one_vuln.json'], saysItsEnd: true });

  it('counts alerts of settings and keeps those of flaws', () => {
    expect(readSample(orca, 'orca/one_vuln.json').skipped).toEqual({ 'not a vulnerability': 1 });
    const alert = {
      Title: 'Log4j (CVE-2021-44228)',
      Category: 'Vulnerabilities',
      OrcaScore: 9.5,
      Status: 'dismissed',
    };
    const text = JSON.stringify([{ ...alert, Inventory: { Name: 'vm1' }, CloudAccount: { Name: 'acme' } }]);
    expect(readText(orca, text).flaws).toMatchObject([
      { check: 'CVE-2021-44228', severity: 'critical', status: 'accepted', cvss: null },
    ]);
  });
});

describe('Orca alerts (CSV)', () => {
  tryReport({ importer: orca, samples: ['orca/one_vuln.csv'], saysItsEnd: false });

  it('says the same as the JSON of the same alert', () => {
    expect(readSample(orca, 'orca/one_vuln.csv').hosts).toEqual(readSample(orca, 'orca/one_vuln.json').hosts);
  });
});
