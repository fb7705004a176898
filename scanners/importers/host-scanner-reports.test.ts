import { describe, expect, it } from 'vitest';
import { readSample, tryReport, type ReportTrial } from '../../tests/fixtures/importers/report-trial.ts';
import { defenderCsv } from './defender-csv.ts';
import { defenderJson } from './defender-json.ts';
import { fleet } from './fleet.ts';
import { lynis } from './lynis.ts';
import { masscan } from './masscan.ts';
import { naabu } from './naabu.ts';
import { nexposeXml } from './nexpose-xml.ts';
import { openscapXccdf } from './openscap-xccdf.ts';
import { satelliteApi } from './satellite-api.ts';
import { satelliteCsv } from './satellite-csv.ts';
import { satelliteJson } from './satellite-json.ts';
import { sshAudit } from './ssh-audit.ts';
import { vuls } from './vuls.ts';
import { wazuh } from './wazuh.ts';
import { nessusCsv } from './nessus-csv.ts';
import { nessus } from './nessus.ts';
import { openvasCsv } from './openvas-csv.ts';
import { openvasXml } from './openvas-xml.ts';
import { qualysCsv } from './qualys-csv.ts';
import { qualysVmdr } from './qualys-vmdr.ts';
import { qualysXml } from './qualys-xml.ts';
import { tenableCsv } from './tenable-csv.ts';

const trials: readonly ReportTrial[] = [
  { importer: nessus, samples: ['nessus/issue_6992.nessus'], saysItsEnd: true },
  { importer: nessusCsv, samples: ['nessus-csv/nessus-template.csv'], saysItsEnd: false },
  {
    importer: tenableCsv,
    samples: ['tenable-csv/tenable_many_vuln.csv', 'tenable-csv/nessus_new.csv'],
    saysItsEnd: false,
  },
  {
    importer: openvasXml,
    samples: ['openvas-xml/report_detail_v2.xml', 'openvas-xml/ip_hostname_v2.xml'],
    saysItsEnd: true,
  },
  { importer: openvasCsv, samples: ['openvas-csv/report_detail_v2.csv'], saysItsEnd: false },
  {
    importer: qualysXml,
    samples: ['qualys-xml/Qualys_Sample_Report.xml', 'qualys-xml/qualys_same_qid_different_ports.xml'],
    saysItsEnd: true,
  },
  { importer: qualysCsv, samples: ['qualys-csv/Qualys_Sample_Report.csv'], saysItsEnd: false },
  {
    importer: qualysVmdr,
    samples: ['qualys-vmdr/one_vuln_qid.csv', 'qualys-vmdr/one_vuln_cve.csv'],
    saysItsEnd: false,
  },
  { importer: vuls, samples: ['vuls-json/one_finding.json'], saysItsEnd: true },
  {
    importer: wazuh,
    samples: ['wazuh-json/v4-8_many_findings.json', 'wazuh-json/v4-7_one_finding_with_endpoint.json'],
    saysItsEnd: true,
  },
  {
    importer: defenderJson,
    samples: ['defender-json/report_one_vuln.json', 'defender-json/report_many_vulns.json'],
    saysItsEnd: true,
  },
  {
    importer: defenderCsv,
    samples: [
      'defender-csv/report_many_vulns.csv',
      'defender-csv/software-vulnerabilities.csv',
      'defender-csv/advanced-hunting.csv',
    ],
    saysItsEnd: false,
  },
  { importer: openscapXccdf, samples: ['openscap-xccdf/one_vuln_rhsa.xml'], saysItsEnd: true },
  { importer: nexposeXml, samples: ['nexpose-xml/dns.xml'], saysItsEnd: true },
  { importer: lynis, samples: ['lynis/lynis-report.dat', 'lynis/recorded.dat'], saysItsEnd: false },
  { importer: sshAudit, samples: ['ssh-audit/bug_fix.json'], saysItsEnd: true },
  { importer: masscan, samples: ['masscan/ports.json', 'masscan/recorded.json'], saysItsEnd: true },
  { importer: masscan, samples: ['masscan/scan.xml', 'masscan/recorded-xml.xml'], saysItsEnd: true },
  { importer: naabu, samples: ['naabu/ports.jsonl', 'naabu/readme.jsonl'], saysItsEnd: false },
  { importer: fleet, samples: ['fleet/host.json', 'fleet/hosts.json'], saysItsEnd: true },
  { importer: satelliteCsv, samples: ['satellite-csv/applicable-errata.csv'], saysItsEnd: false },
  { importer: satelliteJson, samples: ['satellite-json/applicable-errata.json'], saysItsEnd: true },
  { importer: satelliteApi, samples: ['satellite-api/many_findings.json'], saysItsEnd: true },
];

for (const trial of trials) {
  describe(trial.importer.title, () => {
    tryReport(trial);
  });
}

it('reads what Defender answers as JSON the same when it was written as CSV', () => {
  const json = readSample(defenderJson, 'defender-json/report_many_vulns.json');
  expect(json.flaws).toHaveLength(4);
  expect(readSample(defenderCsv, 'defender-csv/report_many_vulns.csv')).toEqual(json);
});
