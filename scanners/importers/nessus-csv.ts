import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import { headerCells, readCsv, type CsvRecord } from './csv-records.ts';
import { hostBook } from './host-book.ts';
import {
  addScanFacts,
  isFactPlugin,
  nessusFixes,
  nessusProducts,
  noScanFacts,
  withScanFacts,
  type ScanFacts,
} from './nessus-plugin.ts';
import { emitProducts } from './emit-products.ts';
import { nameOf, portOf } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { rowsByCve, type RowsByCve } from './rows-by-cve.ts';
import { bestCvss, readCvss, readScore, severityOfWord } from './report-rating.ts';
import { reportClock } from './report-time.ts';

const COLUMNS = ['Plugin ID', 'Risk', 'Host', 'Port', 'Name'] as const;

/** Nessus' own CSV, old (`CVSS`) and new (`CVSS v2.0 Base Score`, `XREF`, `MSKB`); the columns are chosen at export. */
export const nessusCsv: ReportImporter = {
  title: 'a Nessus report (CSV)',
  tool: 'Nessus',
  tier: 'A',
  evidence:
    'unittests/scans/tenable/nessus/nessus-template.csv of DefectDojo/django-DefectDojo (BSD-3-Clause); the old columns by tests of our own',
  recognises: (head) => {
    const cells = headerCells(head);
    return COLUMNS.every((name) => cells.includes(name)) && !cells.includes('Vulnerability State');
  },
  read: readNessusCsv,
};

function readNessusCsv(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const book = hostBook();
  const facts = new Map<string, ScanFacts>();
  const results = rowsByCve('Nessus', sink);
  let version: string | null = null;
  readCsv(
    input.documents[0],
    { isHeader: (cells) => cells.includes('Plugin ID'), required: COLUMNS },
    (row) => {
      const host = row.get('Host');
      if (host === '') return sink.skip('no host');
      if (book.get(host) === null) book.note({ key: host, name: nameOf(host), addresses: [host] });
      const plugin = row.get('Plugin ID');
      const output = row.get('Plugin Output');
      if (isFactPlugin(plugin)) {
        facts.set(host, addScanFacts(facts.get(host) ?? noScanFacts, plugin, output, clock));
        version ??= /^\s*Nessus version\s*:\s*([\w.]+)/im.exec(output)?.[1] ?? null;
      }
      emitRow(row, results);
    },
  );
  results.end();
  book.handOn(sink, (host) => withScanFacts(host, facts.get(host.key) ?? noScanFacts));
  return { tool: 'Nessus', toolVersion: version, madeAt: null };
}

function emitRow(row: CsvRecord, sink: RowsByCve): void {
  const plugin = row.get('Plugin ID');
  const { severity, status } = ratingOf(row);
  if (severity === 'info' && !isFactPlugin(plugin)) return sink.skip('informational');
  const title = row.get('Name');
  const output = row.get('Plugin Output');
  const flaw = {
    host: row.get('Host'),
    record: row.record,
    check: plugin,
    title,
    fixes:
      severity === 'info'
        ? []
        : nessusFixes({ title, xrefs: listOf(row.get('XREF')), kbs: listOf(row.get('MSKB')), output }),
    ...namedCves(row.get('CVE')),
    severity,
    cvss: bestCvss([
      readCvss('4.0', row.get('CVSS v4.0 Base Score'), null),
      readCvss('3.0', row.get('CVSS v3.0 Base Score'), null),
      readCvss('2.0', row.get('CVSS v2.0 Base Score', 'CVSS'), null),
    ]),
    status,
    port: portOf(row.get('Port'), row.get('Protocol')),
    evidence: output || row.get('Synopsis'),
    remedy: row.get('Solution'),
  };
  emitProducts(flaw, severity === 'info' ? [] : nessusProducts(title, output), sink);
}

/**
 * Rules for plugins change `Risk` in reports (never in a .nessus), so that a flaw that its plugin rates and scores is
 * shown as none: it is accepted there, and still found. A plugin whose newest score is 0 is rated as none by itself.
 */
function ratingOf(row: CsvRecord): Pick<ReportedFlaw, 'severity' | 'status'> {
  const severity = severityOfWord(row.get('Risk'));
  if (severity !== 'info') return { severity, status: 'open' };
  const own = severityOfWord(row.get('Risk Factor'));
  const newest = SCORES.map((column) => row.get(column)).find((score) => score !== '');
  const isRecast = own !== 'info' && own !== null && (readScore(newest) ?? 0) > 0;
  return isRecast ? { severity: own, status: 'accepted' } : { severity, status: 'open' };
}

const SCORES = ['CVSS v4.0 Base Score', 'CVSS v3.0 Base Score', 'CVSS v2.0 Base Score', 'CVSS'] as const;

function listOf(text: string): string[] {
  return text === '' ? [] : text.split(/[;,\n]/).map((part) => part.trim());
}
