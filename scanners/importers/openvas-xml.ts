import { addressesOf, flawOf, hostOf, nameOf, portOf, scanTimes } from './report-flaw.ts';
import { hostBook, type HostBook } from './host-book.ts';
import { openvasPort, openvasProducts } from './openvas-result.ts';
import { cveIds, unique, vendorFixes } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import {
  bestCvss,
  readCvss,
  severityOfScore,
  severityOfWord,
  type ReportedSeverity,
} from './report-rating.ts';
import { reportClock, type ReportClock } from './report-time.ts';
import { readXml, xmlChild, xmlChildren, xmlText, type XmlNode } from './xml-records.ts';

/** Greenbone / OpenVAS: the report alone, or in the answer of the management protocol. */
export const openvasXml: ReportImporter = {
  title: 'a Greenbone / OpenVAS report (XML)',
  tool: 'OpenVAS',
  tier: 'A',
  evidence:
    'unittests/scans/openvas/report_detail_v2.xml and ip_hostname_v2.xml of DefectDojo/django-DefectDojo (BSD-3-Clause); details of hosts were not compared with a sample',
  recognises: (head) =>
    head.startsWith('<') &&
    (/<get_reports_response[\s>]/.test(head) || /^(?:<\?xml[^>]*>\s*)?<report[\s>]/.test(head)) &&
    // Other tools have a report element too; these belong to Greenbone alone.
    /format_id="|<gmp>|<omp>|<report_format|<scan_run_status>|<get_reports_response|<results[\s>]/.test(head),
  read: readOpenvas,
};

interface RunFacts {
  status: string;
  start: string;
  end: string;
  version: string;
  madeAt: string;
  results: number;
  filtered: number | null;
}

function readOpenvas(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const book = hostBook();
  const run: RunFacts = {
    status: '',
    start: '',
    end: '',
    version: '',
    madeAt: '',
    results: 0,
    filtered: null,
  };
  const set = (field: 'status' | 'start' | 'end' | 'version' | 'madeAt') => (node: XmlNode) => {
    run[field] ||= node.text.trim();
  };
  readXml(input.documents[0], {
    roots: ['report', 'get_reports_response'],
    take: {
      'results/result': (node) => {
        run.results += 1;
        emitResult(node, run.results, { book, clock, sink });
      },
      'report/host': (node) => noteHost(node, book, clock),
      'report/scan_run_status': set('status'),
      'report/scan_start': set('start'),
      'report/scan_end': set('end'),
      'report/timestamp': set('madeAt'),
      'gmp/version': set('version'),
      'result_count/filtered': (node) => {
        run.filtered ??= Number(node.text.trim());
      },
    },
  });
  const times = scanTimes(clock(run.start), clock(run.end));
  // A page of the results does not say what is on the others.
  const isWhole = run.filtered === null || run.results >= run.filtered;
  book.handOn(sink, (host) => {
    const known = host.finishedAt === null && host.startedAt === null ? { ...host, ...times } : host;
    return { ...known, complete: isWhole && run.status === 'Done' && known.finishedAt !== null };
  });
  return {
    tool: 'OpenVAS',
    toolVersion: run.version === '' ? null : `GMP ${run.version}`,
    madeAt: clock(run.madeAt)?.at ?? null,
  };
}

/** The host's own element: when it was scanned, and what the scan knows of it. */
function noteHost(node: XmlNode, book: HostBook, clock: ReportClock): void {
  const ip = xmlText(node, 'ip');
  if (ip === '') return;
  const details = new Map<string, string>();
  for (const detail of xmlChildren(node, 'detail')) {
    const name = xmlText(detail, 'name');
    if (!details.has(name)) details.set(name, xmlText(detail, 'value'));
  }
  const finished = clock(xmlText(node, 'end'));
  book.note({ key: ip, addresses: [ip] });
  const before = book.get(ip) ?? hostOf({ key: ip });
  book.update(ip, {
    name: before.name ?? nameOf(details.get('hostname'), details.get('DNS-via-TargetDefinition')),
    os: before.os ?? details.get('best_os_txt') ?? null,
    ...scanTimes(clock(xmlText(node, 'start')), finished),
    credentialed: credentialedBy([...details.keys()]),
  });
}

/** `Auth-SSH-Success`, `Auth-SMB-Failure` and their like; a refused login outweighs an accepted one. */
function credentialedBy(names: readonly string[]): boolean | null {
  if (names.some((name) => /^Auth-\w+-Failure$/i.test(name))) return false;
  return names.some((name) => /^Auth-\w+-Success$/i.test(name)) ? true : null;
}

interface Reading {
  readonly book: HostBook;
  readonly clock: ReportClock;
  readonly sink: ReportSink;
}

function emitResult(node: XmlNode, record: number, { book, clock, sink }: Reading): void {
  const ip = xmlText(node, 'host');
  const hostname = xmlText(node, 'host', 'hostname');
  const key = ip || hostname;
  if (key === '') return sink.skip('no host');
  book.note({ key, name: nameOf(hostname), addresses: addressesOf([ip, hostname]) });
  const nvt = xmlChild(node, 'nvt') ?? node;
  const severity = severityOf(node);
  const title = xmlText(node, 'name') || xmlText(nvt, 'name');
  if (xmlText(node, 'threat') === 'Error') return sink.skip('error of the scan');
  if (xmlText(node, 'threat') === 'False Positive') return sink.skip('false positive');
  if (severity === 'info') return sink.skip('informational');
  const evidence = xmlText(node, 'description');
  const tags = tagsOf(xmlText(nvt, 'tags'));
  const seen = clock(xmlText(node, 'creation_time'))?.at ?? null;
  const flaw = {
    host: key,
    record,
    check: nvt.attributes['oid'] ?? '',
    title,
    fixes: fixesOf(title, nvt, tags),
    cves: cvesOf(nvt),
    severity,
    cvss: cvssOf(nvt, tags),
    port: portOf(...openvasPort(xmlText(node, 'port'))),
    evidence: withQuality(evidence || (tags.get('summary') ?? ''), xmlText(node, 'qod', 'value')),
    remedy: xmlText(nvt, 'solution') || (tags.get('solution') ?? null),
    lastSeen: seen,
  };
  const products = openvasProducts(title, evidence);
  if (products.length === 0) sink.flaw(flawOf(flaw));
  for (const product of products) sink.flaw(flawOf({ ...flaw, product }));
}

/** The quality of detection belongs to what was seen: 30 % is a guess by banner. */
export function withQuality(evidence: string, quality: string): string {
  return quality === '' ? evidence : `${evidence.trim()}\nQuality of detection: ${quality} %`.trim();
}

function severityOf(node: XmlNode): ReportedSeverity {
  const score = Number(xmlText(node, 'severity') || NaN);
  if (Number.isFinite(score)) return severityOfScore(score);
  return severityOfWord(xmlText(node, 'threat'));
}

function tagsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('|').map((tag) => {
      const at = tag.indexOf('=');
      return [tag.slice(0, Math.max(0, at)), tag.slice(at + 1)];
    }),
  );
}

/** Newer reports have `refs/ref`, older ones lists in `cve` and `xref`. */
function references(nvt: XmlNode): readonly (readonly [type: string, id: string])[] {
  const refs = xmlChild(nvt, 'refs');
  const modern = refs === null ? [] : xmlChildren(refs, 'ref');
  return modern.map(({ attributes }) => [attributes['type'] ?? '', attributes['id'] ?? '']);
}

function cvesOf(nvt: XmlNode): string[] {
  const ids = references(nvt).filter(([type]) => type.toLowerCase() === 'cve' || type === 'cve_id');
  return cveIds([...ids.map(([, id]) => id), xmlText(nvt, 'cve')].join(' '));
}

/** Advisory ids stand in the title, in references of type `advisory-id`, and in the summary. */
function fixesOf(title: string, nvt: XmlNode, tags: ReadonlyMap<string, string>): string[] {
  const advisories = references(nvt).filter(([type]) => /^(?:advisory[-_]id|dsa|usn|rhsa)$/i.test(type));
  const named = unique(vendorFixes([title, ...advisories.map(([, id]) => id)].join(' ')));
  return named.length > 0 ? named : vendorFixes(`${tags.get('summary') ?? ''} ${xmlText(nvt, 'xref')}`);
}

function cvssOf(nvt: XmlNode, tags: ReadonlyMap<string, string>): ReturnType<typeof bestCvss> {
  const severities = xmlChild(nvt, 'severities');
  const stated = (severities === null ? [] : xmlChildren(severities, 'severity')).map((rating) =>
    readCvss(
      rating.attributes['type'] === 'cvss_base_v2' ? '2.0' : '3.1',
      xmlText(rating, 'score'),
      xmlText(rating, 'value'),
    ),
  );
  return bestCvss([...stated, readCvss('2.0', xmlText(nvt, 'cvss_base'), tags.get('cvss_base_vector'))]);
}
