import { hasHeader, namesAll, readCsv, type CsvRecord } from './csv-records.ts';
import { hostBook } from './host-book.ts';
import {
  isQualysAgent,
  qualysCvss,
  qualysProducts,
  qualysSeverity,
  qualysStatus,
  withDoubt,
} from './qualys-check.ts';
import { emitProducts } from './emit-products.ts';
import { nameOf, portOf, sightTimes } from './report-flaw.ts';
import { namedCves, fixesOfEvidence, vendorFixes } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { rowsByCve, type RowsByCve } from './rows-by-cve.ts';
import { bestCvss } from './report-rating.ts';
import { reportClock, type ReportClock } from './report-time.ts';

const COLUMNS = ['QID', 'Title', 'Severity', 'Asset Id', 'Asset Name', 'Asset IPV4'] as const;
const isHeader = namesAll(COLUMNS);

/** Qualys VMDR: the data list of vulnerabilities, by QID or by CVE; the state over all scans, so nothing is complete. */
export const qualysVmdr: ReportImporter = {
  title: 'a Qualys VMDR export (CSV)',
  tool: 'Qualys',
  tier: 'A',
  evidence:
    'unittests/scans/qualys_vmdr/one_vuln_qid.csv and one_vuln_cve.csv of DefectDojo/django-DefectDojo (BSD-3-Clause)',
  recognises: (head) => hasHeader(head, isHeader),
  read: readVmdr,
};

function readVmdr(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const book = hostBook();
  const results = rowsByCve('Qualys', sink);
  let madeAt: string | null = null;
  const preamble = (cells: readonly string[]): void => {
    madeAt ??= clock(cells[1])?.at ?? null;
  };
  readCsv(input.documents[0], { isHeader, required: COLUMNS, preamble }, (row) => {
    const key = row.get('Asset Id') || row.get('Asset Name');
    if (key === '') return sink.skip('no host');
    book.note({
      key,
      name: nameOf(row.get('Asset Name')),
      addresses: `${row.get('Asset IPV4')},${row.get('Asset IPV6')}`.split(','),
      os: row.get('Operating System') || null,
      credentialed: isQualysAgent(row.get('Detection Source')) ? true : null,
      timeAssumed: clock(row.get('Last Detected'))?.assumed ?? false,
    });
    emitRow(row, key, { clock, sink: results });
  });
  results.end();
  book.handOn(sink);
  return { tool: 'Qualys', toolVersion: null, madeAt };
}

function emitRow(
  row: CsvRecord,
  host: string,
  { clock, sink }: { clock: ReportClock; sink: RowsByCve },
): void {
  const type = row.get('Type Detected');
  const severity = qualysSeverity(row.get('Severity'), type);
  if (severity === 'info') return sink.skip('informational');
  const title = row.get('Title');
  const result = row.get('Results');
  const flaw = {
    host,
    record: row.record,
    check: row.get('QID'),
    title,
    fixes: fixesOfEvidence(vendorFixes(`${row.get('Vendor Reference')} ${title}`), result),
    ...namedCves(row.get('CVE')),
    severity,
    cvss: bestCvss([
      qualysCvss('3.1', row.get('CVSSv3.1 Base (nvd)')),
      qualysCvss('2.0', row.get('CVSSv2 Base (nvd)')),
    ]),
    status: qualysStatus(row.get('Status'), [row.get('Disabled'), row.get('Ignored')]),
    port: portOf(row.get('Port'), row.get('Protocol')),
    evidence: withDoubt(result, type),
    remedy: row.get('Solution'),
    ...sightTimes(clock, row.get('First Detected'), row.get('Last Detected')),
  };
  emitProducts(flaw, qualysProducts(title, result), sink);
}
