import { emitProducts } from './emit-products.ts';
import { addressesOf, hostOf, nameOf, portOf, scanTimes } from './report-flaw.ts';
import { hostBook, type HostBook } from './host-book.ts';
import { openvasPort, openvasProducts } from './openvas-result.ts';
import { hasAllFlaws, newOpenvasRun, openvasAside } from './openvas-run.ts';
import { namedCves, vendorFixes } from './report-identifiers.ts';
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

function readOpenvas(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const book = hostBook();
  const run = newOpenvasRun();
  const set = (field: 'status' | 'start' | 'end' | 'version' | 'madeAt' | 'filter') => (node: XmlNode) => {
    run[field] ||= node.text.trim();
  };
  readXml(input.documents[0], {
    roots: ['report', 'get_reports_response'],
    take: {
      'results/result': (node) => {
        run.results += 1;
        emitResult(node, run.results, { book, clock, sink, failed: run.failed });
      },
      'report/host': (node) => noteHost(node, book, clock),
      'report/scan_run_status': set('status'),
      'report/scan_start': set('start'),
      'report/scan_end': set('end'),
      'report/timestamp': set('madeAt'),
      'gmp/version': set('version'),
      'filters/term': set('filter'),
      'errors/error': (node) => {
        run.failed.add(xmlText(node, 'host'));
        sink.skip('error of the scan');
      },
      'result_count/filtered': (node) => {
        run.filtered ??= Number(node.text.trim());
      },
    },
  });
  const times = scanTimes(clock(run.start), clock(run.end));
  const isWhole = hasAllFlaws(run);
  book.handOn(sink, (host) => {
    const known = host.finishedAt === null && host.startedAt === null ? { ...host, ...times } : host;
    return { ...known, complete: isWhole && known.finishedAt !== null && !run.failed.has(host.key) };
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
  readonly failed: Set<string>;
}

function emitResult(node: XmlNode, record: number, { book, clock, sink, failed }: Reading): void {
  const ip = xmlText(node, 'host');
  const hostname = xmlText(node, 'host', 'hostname');
  const key = ip || hostname;
  if (key === '') return sink.skip('no host');
  book.note({ key, name: nameOf(hostname), addresses: addressesOf([ip, hostname]) });
  const nvt = xmlChild(node, 'nvt') ?? node;
  const aside = openvasAside(xmlText(node, 'threat'), xmlText(node, 'severity'));
  if (aside === 'error of the scan') failed.add(key);
  if (aside !== null) return sink.skip(aside);
  const { severity, accepted } = ratingOf(node);
  const title = xmlText(node, 'name') || xmlText(nvt, 'name');
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
    ...cvesOf(nvt),
    severity,
    cvss: cvssOf(nvt, tags),
    status: accepted === null ? ('open' as const) : ('accepted' as const),
    port: portOf(...openvasPort(xmlText(node, 'port'))),
    evidence: `${accepted ?? ''}${withQuality(evidence || (tags.get('summary') ?? ''), xmlText(node, 'qod', 'value'))}`,
    remedy: xmlText(nvt, 'solution') || (tags.get('solution') ?? null),
    lastSeen: seen,
  };
  emitProducts(flaw, openvasProducts(title, evidence), sink);
}

/** The quality of detection belongs to what was seen: 30 % is a guess by banner. */
export function withQuality(evidence: string, quality: string): string {
  return quality === '' ? evidence : `${evidence.trim()}\nQuality of detection: ${quality} %`.trim();
}

/** A flaw that an override of the tool's users rates as nothing is accepted there: it is still found. */
function ratingOf(node: XmlNode): { severity: ReportedSeverity; accepted: string | null } {
  const score = Number(xmlText(node, 'severity') || NaN);
  if (!Number.isFinite(score)) return { severity: severityOfWord(xmlText(node, 'threat')), accepted: null };
  const original = Number(xmlText(node, 'original_severity') || NaN);
  if (score > 0 || !(original > 0)) return { severity: severityOfScore(score), accepted: null };
  return {
    severity: severityOfScore(original),
    accepted: `An override of the tool rates it ${score.toFixed(1)} instead of ${original.toFixed(1)}.\n`,
  };
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

function cvesOf(nvt: XmlNode): ReturnType<typeof namedCves> {
  const ids = references(nvt).filter(([type]) => type.toLowerCase() === 'cve' || type === 'cve_id');
  return namedCves([...ids.map(([, id]) => id), xmlText(nvt, 'cve')].join(' '));
}

/** Advisory ids stand in the title, in references of type `advisory-id`, and in the summary. */
function fixesOf(title: string, nvt: XmlNode, tags: ReadonlyMap<string, string>): readonly string[] {
  const advisories = references(nvt).filter(([type]) => /^(?:advisory[-_]id|dsa|usn|rhsa)$/i.test(type));
  const named = vendorFixes([title, ...advisories.map(([, id]) => id)].join(' '));
  // Old reports list links (`URL:…`), which lead to everybody's advisories, beside ids.
  const xrefs = xmlText(nvt, 'xref')
    .split(/\s*,\s*/)
    .filter((reference) => !/^URL:/i.test(reference));
  return named.length > 0 ? named : vendorFixes([tags.get('summary') ?? '', ...xrefs].join(' '));
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
