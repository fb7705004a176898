import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import { headerCells, readCsv, type CsvRecord } from './csv-records.ts';
import { schemeOfSystem } from './ecosystem-scheme.ts';
import { hostBook } from './host-book.ts';
import { flawOf, sightTimes, type HostParts } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { readScore, severityOfWord } from './report-rating.ts';
import { reportClock, type ReportClock } from './report-time.ts';
import { evidenceLines, fixIds, remedyOf, reportedPackage } from './reported-package.ts';

/** Wiz: the export of vulnerability findings, or of issues. */
export const wiz: ReportImporter = {
  title: 'a Wiz export of vulnerabilities or issues (CSV)',
  tool: 'Wiz',
  tier: 'A',
  evidence:
    'unittests/scans/wiz/sca_format.csv and one_finding.csv of DefectDojo/django-DefectDojo (BSD-3-Clause)',
  recognises: (head) => isHeader(headerCells(head)),
  read: readWiz,
};

/** Of a list of findings, and of one of issues. */
const HEADERS = [
  ['WizURL', 'FindingStatus'],
  ['Issue ID', 'Wiz URL'],
] as const;

function isHeader(cells: readonly string[]): boolean {
  return HEADERS.some((names) => names.every((name) => cells.includes(name)));
}

function readWiz(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const hosts = hostBook();
  readCsv(input.documents[0], { isHeader, identifiedBy: HEADERS }, (record) => {
    const areFindings = record.has('FindingStatus');
    const host = areFindings ? hostOfFinding(record) : hostOfIssue(record);
    if (host === null) return sink.skip('a record without resource');
    hosts.note(host);
    if (areFindings) emitFinding(record, { host, clock }, sink);
    else emitIssue(record, { host, clock }, sink);
  });
  hosts.handOn(sink);
  return { tool: 'Wiz', toolVersion: null, madeAt: null };
}

interface RecordPlace {
  readonly host: HostParts;
  readonly clock: ReportClock;
}

/**
 * Wiz reads disks, not hosts by login: it sees the package database all the same. Exports are filtered and say
 * themselves what is resolved, so that absence closes nothing.
 */
const seen = { credentialed: true, complete: false } as const;

function kindOf(type: string, providerId: string): HostParts['kind'] {
  const words = `${type} ${providerId}`.toLowerCase();
  if (/container_?\s?image|\/repositor(?:y|ies)\//.test(words)) return 'image';
  return /virtual_?\s?machine|\/instances?\/|:instance\/|\/virtualmachines\//.test(words)
    ? 'host'
    : 'cloud-resource';
}

function hostOfFinding(record: CsvRecord): HostParts | null {
  const key = record.get('AssetID', 'ProviderUniqueId');
  if (key === '') return null;
  const providerId = record.get('ProviderUniqueId');
  return {
    ...seen,
    key,
    kind: kindOf(record.get('AssetType'), providerId),
    name: record.get('AssetName'),
    addresses: record.get('IpAddresses').split(/[\s,;]+/),
    cloudId: providerId || key,
    os: record.get('OperatingSystem'),
  };
}

function hostOfIssue(record: CsvRecord): HostParts | null {
  const key = record.get('Resource external ID', 'Resource vertex ID') || record.get('Resource vertex ID');
  if (key === '') return null;
  return {
    ...seen,
    key,
    kind: kindOf(record.get('Resource Type'), key),
    name: record.get('Resource Name'),
    cloudId: key,
    os: record.get('Resource OS'),
  };
}

function statusOf(word: string): ReportedFlaw['status'] {
  if (/^resolved$/i.test(word)) return 'fixed';
  return /^(?:rejected|ignored)$/i.test(word) ? 'accepted' : 'open';
}

function emitFinding(record: CsvRecord, { host, clock }: RecordPlace, sink: ReportSink): void {
  const check = record.get('Name');
  const name = record.get('DetailedName');
  if (check === '' || name === '') return sink.skip('a record without id or package');
  const isSystem = /^(?:os|package)$/i.test(record.get('DetectionMethod'));
  const scheme = isSystem ? schemeOfSystem(record.get('OperatingSystem')) : null;
  const { product, remedy } = reportedPackage({
    name,
    type: null,
    purl: null,
    installed: record.get('Version') || null,
    fixed: record.get('FixedVersion'),
    scheme,
  });
  const score = readScore(record.get('Score'));
  sink.flaw(
    flawOf({
      host: host.key,
      check,
      title: `${name}: ${check}`,
      product,
      fixes: fixIds([check, record.get('Link')], product),
      ...namedCves(check),
      severity:
        severityOfWord(record.get('VendorSeverity')) ??
        severityOfWord(record.get('CVSSSeverity', 'Severity')),
      cvss: score === null ? null : { version: '3.1', score, vector: null },
      status: statusOf(record.get('FindingStatus')),
      evidence: evidenceLines({
        package: `${name} ${record.get('Version')}`.trim(),
        path: record.get('LocationPath'),
        status: record.get('FindingStatus'),
        resolution: record.get('ResolutionReason'),
        'detected by': record.get('DetectionMethod'),
        'known exploited': record.get('HasCisaKevExploit'),
        link: record.get('Link'),
      }),
      remedy: remedyOf(record.get('Remediation'), remedy),
      ...sightTimes(clock, record.get('FirstDetected'), record.get('LastDetected')),
      record: record.record,
    }),
  );
}

/** Issues are mostly settings; those about a known flaw name its CVE. */
function emitIssue(record: CsvRecord, { host, clock }: RecordPlace, sink: ReportSink): void {
  const title = record.get('Title');
  const named = namedCves(`${title} ${record.get('Description')}`);
  const severity = severityOfWord(record.get('Severity'));
  if (named.cves.length + named.wrongCves.length === 0)
    return sink.skip(severity === 'info' ? 'informational' : 'not a vulnerability');
  sink.flaw(
    flawOf({
      host: host.key,
      check: record.get('Control ID') || record.get('Issue ID'),
      title,
      fixes: fixIds([title], null),
      ...named,
      severity,
      status: statusOf(record.get('Status')),
      evidence: evidenceLines({
        issue: record.get('Issue ID'),
        status: record.get('Status'),
        resolution: record.get('Resolution'),
        description: record.get('Description'),
      }),
      remedy: remedyOf(record.get('Remediation Recommendation')),
      ...sightTimes(clock, record.get('Created At'), null),
      record: record.record,
    }),
  );
}
