import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import { headerCells, readCsv, type CsvRecord } from './csv-records.ts';
import { hostBook, type HostBook } from './host-book.ts';
import { addScanFacts, isFactPlugin, nessusFixes, nessusProducts, noScanFacts } from './nessus-plugin.ts';
import { flawOf, nameOf, portOf, scanTimes, sightTimes } from './report-flaw.ts';
import { cveIds } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
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

function layoutOf(cells: readonly string[]): Layout | null {
  return [workbench, findings].find(({ mark }) => mark.every((name) => cells.includes(name))) ?? null;
}

function readTenableCsv(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const book = hostBook();
  const credentialed = new Map<string, boolean>();
  let layout = workbench;
  const isHeader = (cells: readonly string[]): boolean => {
    layout = layoutOf(cells) ?? layout;
    return layoutOf(cells) !== null;
  };
  readCsv(input.documents[0], { isHeader }, (row) => {
    const host = layout.note(row, book, clock);
    if (host === '') return sink.skip('no host');
    const plugin = row.get(layout.columns.plugin);
    const facts = addScanFacts(noScanFacts, plugin, row.get(layout.columns.output), clock);
    // A refused login outweighs everything else that is said of the host.
    if (facts.credentialed !== null && credentialed.get(host) !== false)
      credentialed.set(host, facts.credentialed);
    emitRow({ row, layout, host }, clock, sink);
  });
  book.handOn(sink, (host) => ({ ...host, credentialed: credentialed.get(host.key) ?? host.credentialed }));
  return { tool: 'Tenable', toolVersion: null, madeAt: null };
}

interface PlacedRow {
  readonly row: CsvRecord;
  readonly layout: Layout;
  readonly host: string;
}

function emitRow({ row, layout, host }: PlacedRow, clock: ReportClock, sink: ReportSink): void {
  const { columns, ratings } = layout;
  const check = row.get(columns.plugin);
  const severity = severityOfWord(row.get(columns.severity));
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
    cves: cveIds(row.get(columns.cve)),
    severity,
    cvss: bestCvss(
      ratings.map(([version, score, vector]) => readCvss(version, row.get(score), row.get(vector))),
    ),
    status: statusOf(row.get(columns.state), row.get(columns.accepted)),
    port: portOf(row.get(columns.port), row.get(columns.protocol)),
    evidence: output || row.get(columns.synopsis),
    remedy: row.get(columns.solution),
    ...sightTimes(clock, row.get(columns.first), row.get(columns.last)),
  };
  const products = severity === 'info' ? [] : nessusProducts(title, output);
  if (products.length === 0) sink.flaw(flawOf(flaw));
  for (const product of products) sink.flaw(flawOf({ ...flaw, product }));
}

/** `RHSA=[2023:1566]` as the XML writes it: `RHSA:2023:1566`. */
function xrefOf(reference: string): string {
  return reference.trim().replace(/^([\w-]+)=\[?(.*?)\]?$/, '$1:$2');
}

function statusOf(state: string, modification: string): ReportedFlaw['status'] {
  if (/^accepted/i.test(modification)) return 'accepted';
  return /^fixed/i.test(state) ? 'fixed' : 'open';
}
