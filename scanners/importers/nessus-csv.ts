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
import { flawOf, nameOf, portOf } from './report-flaw.ts';
import { cveIds } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { bestCvss, readCvss, severityOfWord } from './report-rating.ts';
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
  let version: string | null = null;
  readCsv(
    input.documents[0],
    { isHeader: (cells) => cells.includes('Plugin ID'), required: COLUMNS },
    (row) => {
      const host = row.get('Host');
      if (host === '') return sink.skip('no host');
      book.note({ key: host, name: nameOf(host), addresses: [host] });
      const plugin = row.get('Plugin ID');
      const output = row.get('Plugin Output');
      if (isFactPlugin(plugin)) {
        facts.set(host, addScanFacts(facts.get(host) ?? noScanFacts, plugin, output, clock));
        version ??= /^\s*Nessus version\s*:\s*([\w.]+)/im.exec(output)?.[1] ?? null;
      }
      emitRow(row, sink);
    },
  );
  book.handOn(sink, (host) => withScanFacts(host, facts.get(host.key) ?? noScanFacts));
  return { tool: 'Nessus', toolVersion: version, madeAt: null };
}

function emitRow(row: CsvRecord, sink: ReportSink): void {
  const plugin = row.get('Plugin ID');
  const severity = severityOfWord(row.get('Risk'));
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
    cves: cveIds(row.get('CVE')),
    severity,
    cvss: bestCvss([
      readCvss('4.0', row.get('CVSS v4.0 Base Score'), null),
      readCvss('3.0', row.get('CVSS v3.0 Base Score'), null),
      readCvss('2.0', row.get('CVSS v2.0 Base Score', 'CVSS'), null),
    ]),
    port: portOf(row.get('Port'), row.get('Protocol')),
    evidence: output || row.get('Synopsis'),
    remedy: row.get('Solution'),
  };
  const products = severity === 'info' ? [] : nessusProducts(title, output);
  if (products.length === 0) sink.flaw(flawOf(flaw));
  for (const product of products) sink.flaw(flawOf({ ...flaw, product }));
}

function listOf(text: string): string[] {
  return text === '' ? [] : text.split(/[;,\n]/).map((part) => part.trim());
}
