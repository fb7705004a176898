import { describe, expect, it } from 'vitest';
import { fixtureDocuments, readDocuments } from '../../tests/fixtures/importers/read-report.ts';
import { defenderJson } from './defender-json.ts';
import type { ReportImporter } from './report-importer.ts';
import { reportImporters } from './reports.ts';
import { satelliteApi } from './satellite-api.ts';

const importers: Readonly<Record<string, ReportImporter>> = reportImporters;

function recognisedBy(path: string): string[] {
  const [document] = fixtureDocuments([`./${path}`]);
  const head = Buffer.concat([...document.chunks()])
    .subarray(0, 65_536)
    .toString('utf8')
    .trimStart();
  return Object.keys(importers).filter((name) => importers[name]?.recognises(head));
}

describe('recognition of reports of host scanners', () => {
  it.each([
    ['nessus/issue_6992.nessus', 'nessus'],
    ['nessus-csv/nessus-template.csv', 'nessus-csv'],
    ['tenable-csv/tenable_many_vuln.csv', 'tenable-csv'],
    ['tenable-csv/nessus_new.csv', 'tenable-csv'],
    ['openvas-xml/report_detail_v2.xml', 'openvas-xml'],
    ['openvas-xml/ip_hostname_v2.xml', 'openvas-xml'],
    ['openvas-csv/report_detail_v2.csv', 'openvas-csv'],
    ['qualys-xml/Qualys_Sample_Report.xml', 'qualys-xml'],
    ['qualys-xml/qualys_same_qid_different_ports.xml', 'qualys-xml'],
    ['qualys-csv/Qualys_Sample_Report.csv', 'qualys-csv'],
    ['qualys-vmdr/one_vuln_qid.csv', 'qualys-vmdr'],
    ['qualys-vmdr/one_vuln_cve.csv', 'qualys-vmdr'],
    ['vuls-json/one_finding.json', 'vuls-json'],
    ['wazuh-json/v4-8_many_findings.json', 'wazuh-json'],
    ['wazuh-json/v4-7_one_finding_with_endpoint.json', 'wazuh-json'],
    ['defender-json/report_one_vuln.json', 'defender-json'],
    ['defender-zip/machines.json', 'defender-json'],
    ['defender-csv/software-vulnerabilities.csv', 'defender-csv'],
    ['openscap-xccdf/one_vuln_rhsa.xml', 'openscap-xccdf'],
    ['nexpose-xml/dns.xml', 'nexpose-xml'],
    ['lynis/lynis-report.dat', 'lynis'],
    ['lynis/recorded.dat', 'lynis'],
    ['ssh-audit/bug_fix.json', 'ssh-audit'],
    ['masscan/ports.json', 'masscan'],
    ['masscan/scan.xml', 'masscan'],
    ['masscan/recorded.json', 'masscan'],
    ['masscan/recorded-xml.xml', 'masscan'],
    ['naabu/ports.jsonl', 'naabu'],
    ['naabu/readme.jsonl', 'naabu'],
    ['fleet/host.json', 'fleet'],
    ['fleet/hosts.json', 'fleet'],
    ['satellite-csv/applicable-errata.csv', 'satellite-csv'],
    ['satellite-json/applicable-errata.json', 'satellite-json'],
    ['satellite-api/many_findings.json', 'satellite-api'],
    ['satellite-api/one_finding.json', 'satellite-api'],
  ])('%s is of one format only', (path, format) => {
    expect(recognisedBy(path)).toEqual([format]);
  });
});

describe('reports that name their hosts elsewhere', () => {
  it('joins the machines of a Defender archive with their vulnerabilities, whichever comes first', async () => {
    const paths = ['./defender-zip/report_one_vuln.json', './defender-zip/machines.json'] as const;
    const report = readDocuments(defenderJson, fixtureDocuments([...paths]));
    const turned = readDocuments(defenderJson, fixtureDocuments([paths[1], paths[0]]));
    expect(report.hosts).toEqual(turned.hosts);
    const golden = `${JSON.stringify(report, null, 2)}\n`;
    await expect(golden).toMatchFileSnapshot(
      '../../tests/fixtures/importers/defender-zip/archive.golden.json',
    );
  });

  it('refuses a list of errata that names no host', () => {
    expect(() => readDocuments(satelliteApi, fixtureDocuments(['./satellite-api/one_finding.json']))).toThrow(
      /does not say of which host/,
    );
  });
});
