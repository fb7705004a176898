import { hasHeader, namesAll, readCsv, type CsvRecord } from './csv-records.ts';
import { hostBook } from './host-book.ts';
import {
  isQualysAgent,
  isQualysFact,
  qualysCvss,
  qualysLogin,
  qualysProducts,
  qualysSeverity,
  qualysStatus,
  withDoubt,
} from './qualys-check.ts';
import { emitProducts } from './emit-products.ts';
import { nameOf, portOf, sightTimes } from './report-flaw.ts';
import { namedCves, fixesOfEvidence, vendorFixes } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { bestCvss } from './report-rating.ts';
import { reportClock, type ReportClock } from './report-time.ts';

const COLUMNS = ['IP', 'QID', 'Title', 'Type', 'Severity'] as const;
const isHeader = namesAll(COLUMNS);

/** Qualys' scan and asset reports as CSV. They do not say that a scan ended, so no host is complete. */
export const qualysCsv: ReportImporter = {
  title: 'a Qualys report (CSV)',
  tool: 'Qualys',
  tier: 'A',
  evidence: 'unittests/scans/qualys/Qualys_Sample_Report.csv of DefectDojo/django-DefectDojo (BSD-3-Clause)',
  recognises: (head) => hasHeader(head, isHeader),
  read: readQualysCsv,
};

function readQualysCsv(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const book = hostBook();
  const logins = new Map<string, boolean>();
  const networks = new Map<string, string>();
  readCsv(input.documents[0], { isHeader, required: COLUMNS }, (row) => {
    const key = keyOf(row, networks);
    if (key === '') return sink.skip('no host');
    const qid = row.get('QID');
    const login = qualysLogin(logins.get(key) ?? null, qid);
    if (login !== null) logins.set(key, login);
    book.note({
      key,
      name: nameOf(row.get('FQDN'), row.get('DNS'), row.get('NetBIOS')),
      addresses: [row.get('IP')],
      os: row.get('OS') || null,
      credentialed: isQualysAgent(row.get('Tracking Method')) ? true : null,
      timeAssumed: clock(row.get('Last Detected'))?.assumed ?? false,
    });
    // A host without results has a line of its own.
    if (qid === '') sink.skip('host without results');
    else emitRow(row, key, { clock, sink });
  });
  book.handOn(sink, (host) => ({ ...host, credentialed: logins.get(host.key) ?? host.credentialed }));
  return { tool: 'Qualys', toolVersion: null, madeAt: null };
}

/** Networks may use the same addresses; an agent's id tells hosts apart that had one address in turn. */
function keyOf(row: CsvRecord, networks: Map<string, string>): string {
  const place = row.get('IP') || row.get('DNS');
  const parts = [row.get('Network'), row.get('QG Host ID', 'Host ID')].filter((part) => part !== '');
  const own = parts.join('/');
  const first = networks.get(place) ?? own;
  networks.set(place, first);
  return place === '' || own === first ? place : `${place} ${own}`;
}

function emitRow(
  row: CsvRecord,
  host: string,
  { clock, sink }: { clock: ReportClock; sink: ReportSink },
): void {
  const qid = row.get('QID');
  const type = row.get('Type');
  const severity = qualysSeverity(row.get('Severity'), type);
  if (severity === 'info' && !isQualysFact(qid)) return sink.skip('informational');
  const title = row.get('Title');
  const result = row.get('Results');
  const flaw = {
    host,
    record: row.record,
    check: qid,
    title,
    fixes: fixesOfEvidence(vendorFixes(`${row.get('Vendor Reference')} ${title}`), result),
    ...namedCves(row.get('CVE ID')),
    severity,
    cvss: bestCvss([
      qualysCvss('3.1', row.get('CVSS3.1 Base', 'CVSS3 Base')),
      qualysCvss('2.0', row.get('CVSS Base')),
    ]),
    status: qualysStatus(row.get('Vuln Status'), [row.get('Ticket State')]),
    port: portOf(row.get('Port'), row.get('Protocol')),
    evidence: withDoubt(result, type),
    remedy: row.get('Solution'),
    ...sightTimes(clock, row.get('First Detected'), row.get('Last Detected')),
  };
  emitProducts(flaw, qualysProducts(title, result), sink);
}
