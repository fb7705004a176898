import type { ReportedCvss, ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import { headerCells, readCsv } from './csv-records.ts';
import { schemeOfSystem, schemeOfType } from './ecosystem-scheme.ts';
import { hostBook, type HostBook } from './host-book.ts';
import { beginsAsJson } from './json-or-csv.ts';
import { jsonField, jsonObject, readJson, type JsonObject } from './json-records.ts';
import { reportInvalid } from './report-error.ts';
import { flawOf, type HostParts } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { readCvss, severityOfWord } from './report-rating.ts';
import { evidenceLines, fixIds, reportedPackage } from './reported-package.ts';

/** Sysdig Secure: vulnerability reports of images, workloads and hosts. */
export const sysdig: ReportImporter = {
  title: 'a Sysdig Secure vulnerability report (JSON or CSV)',
  tool: 'Sysdig Secure',
  tier: 'A',
  evidence: 'unittests/scans/sysdig_reports of DefectDojo/django-DefectDojo (BSD-3-Clause)',
  recognises: (head) =>
    head.startsWith('{')
      ? /"panels"\s*:/.test(head) &&
        /"(?:vuln_id|scan_package_name|kubernetes_\w+|container_image)"/.test(head)
      : isHeader(headerCells(head)),
  read: readSysdig,
};

/** Old columns have words, new ones the names of the JSON. */
const HEADERS = [
  ['Vulnerability ID', 'Package suggested fix'],
  ['vuln_id', 'scan_package_name'],
] as const;

function isHeader(cells: readonly string[]): boolean {
  return HEADERS.some((names) => names.every((name) => cells.includes(name)));
}

/** A cell by the first of its names that the report has; '' for none. */
type Cell = (...names: readonly string[]) => string;

function readSysdig(input: ReportInput, sink: ReportSink): ReportFacts {
  const hosts = hostBook();
  const [document] = input.documents;
  if (beginsAsJson(document)) readPanels(input, (cell, record) => emitRow(cell, record, { hosts, sink }));
  else {
    const shape = { isHeader, identifiedBy: HEADERS };
    readCsv(document, shape, ({ get, record }) => emitRow(get, record, { hosts, sink }));
  }
  hosts.handOn(sink);
  return { tool: 'Sysdig Secure', toolVersion: null, madeAt: null };
}

function readPanels(input: ReportInput, take: (cell: Cell, record: number) => void): void {
  let record = 0;
  let isReport = false;
  readJson(input.documents[0], ['$.panels', '$.panels.*.data.*'], (value, path) => {
    isReport = true;
    if (path.length === 1) return;
    record += 1;
    take(cellOf(jsonObject(value)), record);
  });
  if (!isReport) throw reportInvalid('it holds no panels');
}

function cellOf(row: JsonObject | null): Cell {
  return (...names) => {
    for (const name of names) {
      const value = jsonField(row, name);
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
        return String(value);
    }
    return '';
  };
}

function hostOfRow(cell: Cell): HostParts | null {
  const os = cell('container_image_distro', 'host_distro', 'OS Name', 'OS name');
  // Reports are filtered by severity and zone: absence closes nothing.
  const known = { os, credentialed: true, complete: false } as const;
  const image = cell('container_image', 'Image');
  const id = cell('container_image_id', 'Image ID');
  if (image !== '') {
    return {
      ...known,
      key: `${image} ${id}`,
      kind: 'image',
      name: image,
      cloudId: /^sha256:/.test(id) ? id : null,
    };
  }
  const host = cell('host_hostname', 'host_name', 'Host name', 'Hostname');
  return host === '' ? null : { ...known, key: host, kind: 'host', name: host };
}

function emitRow(cell: Cell, record: number, { hosts, sink }: { hosts: HostBook; sink: ReportSink }): void {
  const host = hostOfRow(cell);
  const check = cell('vuln_id', 'Vulnerability ID');
  const name = cell('scan_package_name', 'Package name');
  if (host === null) return sink.skip('a record without image or host');
  hosts.note(host);
  if (check === '' || name === '') return sink.skip('a record without id or package');
  const type = cell('scan_package_type', 'Package type');
  const isSystem = /^(?:os)?$/i.test(type);
  const installed = cell('scan_package_version', 'Package version') || null;
  const scheme = isSystem ? schemeOfSystem(host.os ?? null) : schemeOfType(type);
  // Versions of Java and Go packages are written with a v that is no part of them.
  const fixed = cell('vuln_fixed_in_version', 'Fix version').replace(/^v(?=\d)/, '');
  const { product, remedy } = reportedPackage({
    name,
    type: isSystem ? null : type,
    purl: null,
    installed,
    fixed: scheme === 'go' ? cell('vuln_fixed_in_version', 'Fix version') : fixed,
    scheme,
  });
  sink.flaw(
    flawOf({
      host: host.key,
      check,
      title: `${name}: ${check}`,
      product,
      fixes: fixIds([check], product),
      ...namedCves(check),
      severity: severityOfWord(cell('vuln_severity', 'Severity')),
      cvss: readCvss(
        cvssVersion(cell('vuln_cvss_version', 'CVSS version')),
        cell('vuln_cvss_score', 'CVSS score'),
        cell('vuln_cvss_vector', 'CVSS vector'),
      ),
      status: statusOf(cell('vuln_risk_accepted', 'Risk accepted')),
      evidence: evidenceLines({
        package: `${name} ${installed ?? ''}`.trim(),
        path: cell('scan_package_path', 'Package path'),
        'in use': cell('scan_package_in_use', 'In use'),
        workload: workloadOf(cell),
        'fix available since': cell('vuln_fix_available_date', 'Vuln Fix date').replace(/^1970-01-01.*/, ''),
        'suggested version': cell('Package suggested fix'),
        link: cell('Vuln link'),
      }),
      remedy,
      record,
    }),
  );
}

function cvssVersion(text: string): ReportedCvss['version'] {
  return text === '2.0' || text === '3.0' || text === '4.0' ? text : '3.1';
}

function statusOf(accepted: string): ReportedFlaw['status'] {
  return /^true$/i.test(accepted) ? 'accepted' : 'open';
}

function workloadOf(cell: Cell): string {
  const place = ['cluster_name', 'namespace_name', 'workload_type', 'workload_name', 'pod_container_name'];
  return place
    .map((part) => cell(`kubernetes_${part}`))
    .filter(Boolean)
    .join('/');
}
