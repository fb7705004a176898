import { headerCells, readCsv, type CsvRecord } from './csv-records.ts';
import { hostBook } from './host-book.ts';
import { openvasProducts } from './openvas-result.ts';
import { openvasAside } from './openvas-run.ts';
import { withQuality } from './openvas-xml.ts';
import { emitProducts } from './emit-products.ts';
import { nameOf, portOf } from './report-flaw.ts';
import { namedCves, vendorFixes } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { readCvss, severityOfScore, severityOfWord } from './report-rating.ts';
import { reportClock, type ReportClock } from './report-time.ts';

const COLUMNS = ['IP', 'Hostname', 'Port', 'NVT Name', 'NVT OID'] as const;

/** Greenbone / OpenVAS: the CSV says nothing of logins or of the end of the scan, so no host in it is complete. */
export const openvasCsv: ReportImporter = {
  title: 'a Greenbone / OpenVAS report (CSV)',
  tool: 'OpenVAS',
  tier: 'A',
  evidence: 'unittests/scans/openvas/report_detail_v2.csv of DefectDojo/django-DefectDojo (BSD-3-Clause)',
  recognises: (head) => {
    const cells = headerCells(head);
    return COLUMNS.every((name) => cells.includes(name));
  },
  read: readOpenvasCsv,
};

function readOpenvasCsv(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const book = hostBook();
  readCsv(
    input.documents[0],
    { isHeader: (cells) => cells.includes('NVT OID'), required: COLUMNS },
    (row) => {
      const key = row.get('IP') || row.get('Hostname');
      if (key === '') return sink.skip('no host');
      book.note({ key, name: nameOf(row.get('Hostname')), addresses: [row.get('IP'), row.get('Hostname')] });
      emitRow(row, key, { clock, sink });
    },
  );
  book.handOn(sink);
  return { tool: 'OpenVAS', toolVersion: null, madeAt: null };
}

function emitRow(
  row: CsvRecord,
  host: string,
  { clock, sink }: { clock: ReportClock; sink: ReportSink },
): void {
  const score = row.get('CVSS');
  const aside = openvasAside(row.get('Severity'), score);
  if (aside !== null) return sink.skip(aside);
  const severity = score === '' ? severityOfWord(row.get('Severity')) : severityOfScore(Number(score));
  if (severity === 'info') return sink.skip('informational');
  const title = row.get('NVT Name');
  const evidence = row.get('Specific Result');
  const flaw = {
    host,
    record: row.record,
    check: row.get('NVT OID'),
    title,
    fixes: vendorFixes(title),
    ...namedCves(row.get('CVEs')),
    severity,
    // The column holds the score of the newest version that the test has, without saying which.
    cvss: readCvss('3.1', score, null),
    port: portOf(row.get('Port'), row.get('Port Protocol')),
    evidence: withQuality(evidence || row.get('Summary'), row.get('QoD')),
    remedy: row.get('Solution'),
    lastSeen: clock(row.get('Timestamp'))?.at ?? null,
  };
  emitProducts(flaw, openvasProducts(title, evidence), sink);
}
