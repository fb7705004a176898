import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import { mappedSeverities, mappedStatuses, plainWord } from './column-mapping.ts';
import type { ColumnMapping, MappedField, MappedStatus, WordLists } from './column-mapping.ts';
import { hasHeader, readCsv, type CsvRecord } from './csv-records.ts';
import { hostBook, type HostBook } from './host-book.ts';
import { isMappedHeader, mappedColumns, type MappedColumns } from './mapped-columns.ts';
import { mappedClock, type MappedClock } from './mapped-date.ts';
import { flawOf, nameOf, productOf } from './report-flaw.ts';
import { namedCves, vendorFixes } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { severityOfWord, type ReportedSeverity } from './report-rating.ts';
import type { ReportTime } from './report-time.ts';
import { rowsByCve } from './rows-by-cve.ts';

/** What was found in a cell and could not be used; for whoever checks a mapping. */
export type CellProblem = 'status not known' | 'severity not known' | 'time not readable';

export interface MappedWatch {
  /** Takes the file's columns, once. */
  readonly columns?: (columns: MappedColumns) => void;
  /** Before each row is read. */
  readonly row?: (row: CsvRecord) => void;
  readonly problem?: (field: MappedField, problem: CellProblem, row: CsvRecord) => void;
}

/**
 * An importer by a column mapping: each row is one flaw of one host. An export may be a selection, so unless the mapping
 * says otherwise no host is complete: nothing is closed by absence, only by a row that says so.
 */
export function mappedCsv(mapping: ColumnMapping): ReportImporter {
  const isHeader = isMappedHeader(mapping);
  return {
    title: mapping.title,
    tool: mapping.tool,
    tier: mapping.tier,
    evidence: mapping.evidence,
    recognises: (head) => hasHeader(head, isHeader),
    read: (input, sink) => {
      const results = rowsByCve(mapping.tool, sink);
      const facts = readMappedCsv(mapping, input, { ...sink, flaw: results.flaw, skip: results.skip });
      results.end();
      return facts;
    },
  };
}

/** @throws AppError as `readCsv`; CSV_DATE_ORDER; REPORT_EMPTY when no row names a host */
export function readMappedCsv(
  mapping: ColumnMapping,
  input: ReportInput,
  sink: ReportSink,
  watch: MappedWatch = {},
): ReportFacts {
  const isHeader = isMappedHeader(mapping);
  const book = hostBook();
  const scans = new Map<string, ReportTime>();
  let rows: RowReader | null = null;
  const shape = {
    identifiedBy: mapping.identifiedBy,
    isHeader: (cells: readonly string[]) => {
      if (!isHeader(cells)) return false;
      const columns = mappedColumns(mapping, cells);
      watch.columns?.(columns);
      rows = rowReader({ mapping, columns, book, scans, sink, watch, zone: input.zone });
      return true;
    },
  };
  readCsv(input.documents[0], shape, (row) => rows?.(row));
  book.handOn(sink, (host) => {
    const scan = scans.get(host.key);
    if (scan === undefined) return host;
    return { ...host, finishedAt: scan.at, timeAssumed: host.timeAssumed || scan.assumed };
  });
  return { tool: mapping.tool, toolVersion: null, madeAt: null };
}

interface Reading {
  readonly mapping: ColumnMapping;
  readonly columns: MappedColumns;
  readonly book: HostBook;
  /** The last scan of each host, by its key. */
  readonly scans: Map<string, ReportTime>;
  readonly sink: ReportSink;
  readonly watch: MappedWatch;
  readonly zone: string;
}

type RowReader = (row: CsvRecord) => void;

function rowReader(reading: Reading): RowReader {
  const { mapping, columns, book, scans, sink, watch } = reading;
  const clock = mappedClock(mapping.dates, {
    zone: mapping.zone ?? reading.zone,
    isDeclared: mapping.zone !== null,
  });
  const statusOf = wordReader(mappedStatuses, mapping.statuses);
  const readSeverity = wordReader(mappedSeverities, mapping.severities);
  const timeOf = timeReader(columns, clock, watch);
  const severityOf = (row: CsvRecord): ReportedSeverity => {
    const word = columns.cell(row, 'severity');
    const isNone = word === '' || plainWord(word) === 'none';
    const listed = readSeverity(word) ?? (isNone ? 'unrated' : null);
    if (listed !== null) return listed === 'unrated' ? null : listed;
    const usual = severityOfWord(word);
    if (usual === null) watch.problem?.('severity', 'severity not known', row);
    return usual;
  };
  return (row) => {
    watch.row?.(row);
    const cell = (field: MappedField) => columns.cell(row, field);
    const key = noteHost(cell, mapping, book);
    if (key === null) return sink.skip('no host');
    const times = { first: timeOf(row, 'firstSeen'), last: timeOf(row, 'lastSeen') };
    const scan = timeOf(row, 'scannedAt');
    const before = scans.get(key);
    if (scan !== null && (before === undefined || scan.at > before.at)) scans.set(key, scan);
    if (times.first?.assumed || times.last?.assumed) book.update(key, { timeAssumed: true });
    const said = cell('status') === '' ? mapping.withoutStatus : statusOf(cell('status'));
    const status = said === 'open' && columns.isSetAside(row) ? 'accepted' : said;
    if (status === null) watch.problem?.('status', 'status not known', row);
    if (status === null || status === 'unknown') return sink.skip('status unknown');
    const severity = severityOf(row);
    const evidence = evidenceOf(row, columns, productName(cell));
    const facts = { host: key, record: row.record, status, severity, evidence, ...times };
    const flaw = flawOfRow(cell, mapping, facts);
    if (flaw === null) sink.skip('no flaw named');
    else sink.flaw(flaw);
  };
}

/** The status in the tool's words; and the versions, where no column names what they are of. */
function evidenceOf(row: CsvRecord, columns: MappedColumns, product: string): string {
  const versions = product === '' ? (['installed', 'fixed'] as const) : [];
  const lines = (['status', ...versions] as const).map((field) => columns.named(row, field));
  return lines.filter((line) => line !== '').join('\n');
}

type Cells = (field: MappedField) => string;

/** @returns the host's key; null when the row names none */
function noteHost(cell: Cells, mapping: ColumnMapping, book: HostBook): string | null {
  const machineId = cell('machineId') || null;
  const addresses = cell('address').split(/[\s,;|]+/);
  const name = cell('host');
  const key = cell('hostId') || machineId || name.toLowerCase() || (addresses[0] ?? '');
  if (key === '') return null;
  book.note({
    key,
    name: nameOf(name),
    // Some tools put an address where the name belongs.
    addresses: [...addresses, name],
    machineId,
    os: cell('os') || null,
    credentialed: mapping.credentialed,
    complete: mapping.complete === true,
  });
  return key;
}

interface RowFacts {
  readonly host: string;
  readonly record: number;
  readonly status: Exclude<MappedStatus, 'unknown'>;
  readonly severity: ReportedSeverity;
  readonly evidence: string;
  readonly first: ReportTime | null;
  readonly last: ReportTime | null;
}

/** `7-Zip` of the title `7-Zip 24.09`, where no column names the product and 24.09 is the version to install. */
function productName(cell: Cells): string {
  const fixed = cell('fixed');
  const [, own = '', version] = /^(.*\S)\s+v?(\S+)$/.exec(cell('title')) ?? [];
  return cell('product') || (fixed !== '' && version === fixed ? own : '');
}

function flawOfRow(cell: Cells, mapping: ColumnMapping, facts: RowFacts): ReportedFlaw | null {
  const title = cell('title');
  const fixes = fixesOf(cell('fixes'), title, mapping.bareFixes);
  const named = namedCves(`${cell('cves')} ${title}`);
  const product = productOf({
    name: productName(cell),
    keyedBy: 'product',
    installed: cell('installed'),
    fixed: cell('fixed'),
    scheme: mapping.scheme,
  });
  const installs = product === null ? '' : `${product.name} ${cell('fixed')}`.trim();
  const ids = [...named.cves, ...named.wrongCves];
  // Two patches may mend one CVE: of a patch its own name comes first.
  const own = mapping.listsPatches === true ? [title, ...ids] : [...ids, title];
  const check = [cell('check'), ...fixes, ...own, installs].find((text) => text !== '');
  if (check === undefined) return null;
  return flawOf({
    host: facts.host,
    record: facts.record,
    check,
    title: title || installs || mapping.untitled || check,
    product,
    fixes,
    ...named,
    severity: facts.severity,
    status: facts.status,
    evidence: facts.evidence,
    remedy:
      cell('remedy') || (mapping.listsPatches === true ? unnamedRemedy(cell, fixes, title || check) : null),
    firstSeen: facts.first?.at ?? null,
    lastSeen: facts.last?.at ?? null,
  });
}

/** Of a patch with neither a vendor's name nor a version, so that nobody takes it for a flaw without a fix. */
function unnamedRemedy(cell: Cells, fixes: readonly string[], title: string): string | null {
  const isNamed = fixes.length > 0 || (productName(cell) !== '' && cell('fixed') !== '');
  return isNamed || cell('cves') === '' ? null : `Install ${title}.`;
}

/** The ids in their own column, else those that the title names. */
function fixesOf(text: string, title: string, bare: ColumnMapping['bareFixes']): readonly string[] {
  const named = [...vendorFixes(text)];
  if (bare !== null) {
    for (const [number] of text.matchAll(/(?<![\w.-])\d{6,8}(?![\w.-])/g)) named.push(`${bare}${number}`);
  }
  return named.length > 0 ? named : vendorFixes(title);
}

/** Reads a word by the mapping's lists; null = it is in none. */
function wordReader<Meaning extends string>(
  meanings: readonly Meaning[],
  lists: WordLists<Meaning>,
): (word: string) => Meaning | null {
  const known = new Map<string, Meaning>();
  for (const meaning of meanings)
    for (const word of lists[meaning] ?? []) known.set(plainWord(word), meaning);
  return (word) => known.get(plainWord(word)) ?? null;
}

function timeReader(columns: MappedColumns, clock: MappedClock, watch: MappedWatch) {
  return (row: CsvRecord, field: 'firstSeen' | 'lastSeen' | 'scannedAt'): ReportTime | null => {
    const text = columns.cell(row, field);
    if (text === '') return null;
    const time = clock(text, { record: row.record, column: columns.headers(field)[0] ?? field });
    if (time === null) watch.problem?.(field, 'time not readable', row);
    return time;
  };
}
