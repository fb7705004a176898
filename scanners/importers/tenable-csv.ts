import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import { headerCells, readCsv, type CsvRecord } from './csv-records.ts';
import { hostBook, type HostBook } from './host-book.ts';
import { addScanFacts, isFactPlugin, nessusFixes, nessusProducts, noScanFacts } from './nessus-plugin.ts';
import { emitProducts } from './emit-products.ts';
import { nameOf, portOf, scanTimes, sightTimes } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { rowsByCve, type RowsByCve } from './rows-by-cve.ts';
import { bestCvss, readCvss, severityOfWord } from './report-rating.ts';
import { reportClock, type ReportClock } from './report-time.ts';

/** Tenable Vulnerability Management (Tenable.io): the export of the workbench and that of "Findings". */
export const tenableCsv: ReportImporter = {
  title: 'a Tenable Vulnerability Management export (CSV)',
  tool: 'Tenable',
  tier: 'A',
  evidence:
    'unittests/scans/tenable/tenable_many_vuln.csv and nessus/nessus_new.csv of DefectDojo/django-DefectDojo (BSD-3-Clause)',
  recognises: (head) => layoutOf(headerCells(head)) !== null,
  read: readTenableCsv,
};

interface Layout {
  readonly mark: readonly string[];
  readonly columns: Readonly<
    Record<
      | 'plugin'
      | 'title'
      | 'severity'
      | 'output'
      | 'synopsis'
      | 'solution'
      | 'cve'
      | 'port'
      | 'protocol'
      | 'state'
      | 'accepted'
      | 'original'
      | 'first'
      | 'last'
      | 'references'
      | 'os',
      string
    >
  >;
  readonly ratings: readonly (readonly ['2.0' | '3.0' | '4.0', score: string, vector: string])[];
  readonly note: (row: CsvRecord, book: HostBook, clock: ReportClock) => string;
}

/** One row is one plugin and CVE of one scan, with the times of that scan of the host. */
const workbench: Layout = {
  mark: ['Plugin ID', 'Vulnerability State', 'IP Address', 'Plugin Output'],
  columns: {
    plugin: 'Plugin ID',
    title: 'Name',
    severity: 'Risk',
    output: 'Plugin Output',
    synopsis: 'Synopsis',
    solution: 'Solution',
    cve: 'CVE',
    port: 'Port',
    protocol: 'Protocol',
    state: 'Vulnerability State',
    accepted: 'Modification',
    original: 'Original Severity',
    first: 'First Found',
    last: 'Last Found',
    references: 'Name',
    os: 'OS',
  },
  ratings: [
    ['4.0', 'CVSS4 Base Score', 'CVSS4 Vector'],
    ['3.0', 'CVSS3 Base Score', 'CVSS3 Vector'],
    ['2.0', 'CVSS Base Score', 'CVSS Vector'],
  ],
  note: (row, book, clock) => {
    const key = row.get('Asset UUID') || row.get('Host') || row.get('IP Address');
    if (key === '' || book.get(key) !== null) return key;
    const finished = clock(row.get('Host End'));
    book.note({
      key,
      name: nameOf(row.get('FQDN'), row.get('Host'), row.get('NetBios')),
      addresses: [row.get('IP Address'), row.get('Host')],
      os: row.get('OS'),
      ...scanTimes(clock(row.get('Host Start')), finished),
      credentialed: authenticated(row, clock),
      complete: finished !== null,
    });
    return key;
  },
};

/** The last scan with credentials is not older than the last one without. */
function authenticated(row: CsvRecord, clock: ReportClock): boolean | null {
  if (!row.has('Last Authenticated Results Date')) return null;
  const withLogin = clock(row.get('Last Authenticated Results Date'));
  const without = clock(row.get('Last Unauthenticated Results Date'));
  if (withLogin === null) return without === null ? null : false;
  return without === null || withLogin.at >= without.at;
}

/** One row is a finding with its own life, gathered from many scans: it proves no scan to be complete. */
const findings: Layout = {
  mark: ['definition.id', 'definition.name', 'asset.id', 'state'],
  columns: {
    plugin: 'definition.id',
    title: 'definition.name',
    severity: 'severity',
    output: 'output',
    synopsis: 'definition.synopsis',
    solution: 'definition.solution',
    cve: 'definition.cve',
    port: 'port',
    protocol: 'protocol',
    state: 'state',
    accepted: 'risk_modified',
    original: 'definition.severity',
    first: 'first_observed',
    last: 'last_seen',
    references: 'definition.references',
    os: 'asset.operating_system',
  },
  ratings: [
    ['4.0', 'definition.cvss4.base_score', 'definition.cvss4.base_vector'],
    ['3.0', 'definition.cvss3.base_score', 'definition.cvss3.base_vector'],
    ['2.0', 'definition.cvss2.base_score', 'definition.cvss2.base_vector'],
  ],
  note: (row, book) => {
    const key = row.get('asset.id') || row.get('asset.name');
    if (key === '' || book.get(key) !== null) return key;
    book.note({
      key,
      name: nameOf(row.get('asset.display_fqdn'), row.get('asset.host_name'), row.get('asset.name')),
      addresses: [row.get('asset.display_ipv4_address'), row.get('asset.display_ipv6_address')],
      os: row.get('asset.operating_system'),
    });
    return key;
  },
};

const layouts = [workbench, findings];

function layoutOf(cells: readonly string[]): Layout | null {
  return layouts.find(({ mark }) => mark.every((name) => cells.includes(name))) ?? null;
}

function readTenableCsv(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const book = hostBook();
  const credentialed = new Map<string, boolean>();
  const told = new Set<string>();
  const results = rowsByCve('Tenable', sink);
  let layout = workbench;
  const isHeader = (cells: readonly string[]): boolean => {
    layout = layoutOf(cells) ?? layout;
    return layoutOf(cells) !== null;
  };
  const identifiedBy = layouts.map(({ mark }) => mark);
  readCsv(input.documents[0], { isHeader, identifiedBy }, (row) => {
    const host = layout.note(row, book, clock);
    if (host === '') return sink.skip('no host');
    const plugin = row.get(layout.columns.plugin);
    const facts = addScanFacts(noScanFacts, plugin, row.get(layout.columns.output), clock);
    // A refused login outweighs everything else that is said of the host.
    if (facts.credentialed !== null && credentialed.get(host) !== false)
      credentialed.set(host, facts.credentialed);
    if (facts.isTold) told.add(host);
    emitRow({ row, layout, host }, clock, results);
  });
  results.end();
  book.handOn(sink, (host) => ({
    ...host,
    credentialed: credentialed.get(host.key) ?? host.credentialed,
    complete: host.complete && told.has(host.key),
  }));
  return { tool: 'Tenable', toolVersion: null, madeAt: null };
}

interface PlacedRow {
  readonly row: CsvRecord;
  readonly layout: Layout;
  readonly host: string;
}

function emitRow({ row, layout, host }: PlacedRow, clock: ReportClock, sink: RowsByCve): void {
  const { columns, ratings } = layout;
  const check = row.get(columns.plugin);
  const modification = row.get(columns.accepted);
  const rated = severityOfWord(row.get(columns.severity));
  // What its users rate as nothing is still found.
  const isHidden = rated === 'info' && /^recast/i.test(modification);
  const severity = isHidden ? originalSeverity(row.get(columns.original)) : rated;
  if (severity === 'info' && !isFactPlugin(check)) return sink.skip('informational');
  const title = row.get(columns.title);
  // The export guards cells against spreadsheets with an apostrophe.
  const output = row.get(columns.output).replace(/^'\s*\n/, '');
  const xrefs = row.get(columns.references).split(',').map(xrefOf);
  const flaw = {
    host,
    record: row.record,
    check,
    title,
    fixes: severity === 'info' ? [] : nessusFixes({ title, xrefs, kbs: [], output }),
    ...namedCves(row.get(columns.cve)),
    severity,
    cvss: bestCvss(
      ratings.map(([version, score, vector]) => readCvss(version, row.get(score), row.get(vector))),
    ),
    status: isHidden ? ('accepted' as const) : statusOf(row.get(columns.state), modification),
    port: portOf(row.get(columns.port), row.get(columns.protocol)),
    evidence: output || row.get(columns.synopsis),
    remedy: row.get(columns.solution),
    ...sightTimes(clock, row.get(columns.first), row.get(columns.last)),
  };
  emitProducts(flaw, severity === 'info' ? [] : nessusProducts(title, output), sink);
}

/** A word, or Tenable's number from 0 to 4. */
function originalSeverity(text: string): ReportedFlaw['severity'] {
  return (
    (['info', 'low', 'medium', 'high', 'critical'] as const)[Number(text || NaN)] ?? severityOfWord(text)
  );
}

/** `RHSA=[2023:1566]` as the XML writes it: `RHSA:2023:1566`. */
function xrefOf(reference: string): string {
  return reference.trim().replace(/^([\w-]+)=\[?(.*?)\]?$/, '$1:$2');
}

function statusOf(state: string, modification: string): ReportedFlaw['status'] {
  if (/^accepted/i.test(modification)) return 'accepted';
  return /^fixed/i.test(state) ? 'fixed' : 'open';
}
