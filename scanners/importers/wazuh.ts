import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import { hostBook, type HostBook } from './host-book.ts';
import {
  jsonField,
  jsonNumber,
  jsonObject,
  jsonText,
  jsonTexts,
  readJson,
  type JsonObject,
} from './json-records.ts';
import { flawOf, productOf, sightTimes } from './report-flaw.ts';
import { namedCves, vendorFixes } from './report-identifiers.ts';
import { fixesOfVendor } from './vendor-fixes-of.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { bestCvss, readCvss, severityOfWord } from './report-rating.ts';
import { reportClock, type ReportClock } from './report-time.ts';

/** Wazuh: the states of the indexer since 4.8, and the vulnerability API before. */
export const wazuh: ReportImporter = {
  title: 'a Wazuh vulnerability export (JSON)',
  tool: 'Wazuh',
  tier: 'A',
  evidence:
    'unittests/scans/wazuh/v4-8_many_findings.json and v4-7_one_finding_with_endpoint.json of DefectDojo/django-DefectDojo (BSD-3-Clause)',
  recognises: (head) =>
    head.startsWith('{') &&
    (/"_index"\s*:\s*"wazuh-states-vulnerabilities/.test(head) ||
      (/"hits"\s*:/.test(head) && /"agent"\s*:/.test(head) && /"vulnerability"\s*:/.test(head)) ||
      (/"affected_items"\s*:/.test(head) &&
        (/"cve"\s*:/.test(head) || /"total_affected_items"\s*:\s*0/.test(head)))),
  read: readWazuh,
};

interface Reading {
  readonly book: HostBook;
  readonly clock: ReportClock;
  readonly sink: ReportSink;
  /** Cluster of managers by the first agent of an id: each cluster numbers its agents from 001. */
  readonly clusters: Map<string, string>;
  record: number;
}

/** An export is what a query found, so no host in it is complete; the agent runs on each. */
function readWazuh(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const reading: Reading = { book: hostBook(), clock, sink, clusters: new Map(), record: 0 };
  let version: string | null = null;
  const paths = ['$.hits.hits.*', '$.data.affected_items.*', '$.data.failed_items.*'];
  readJson(input.documents[0], paths, (value, [root, list]) => {
    if (list === 'failed_items') return sink.skip('not answered by the agent');
    reading.record += 1;
    const entry = jsonObject(value);
    const source = root === 'hits' ? jsonObject(jsonField(entry, '_source')) : null;
    version ??= jsonText(source, 'agent', 'version');
    if (source !== null) emitState(source, reading);
    else if (root === 'data' && entry !== null) emitItem(entry, reading);
    else sink.skip('no record');
  });
  reading.book.handOn(sink);
  return { tool: 'Wazuh', toolVersion: version, madeAt: null };
}

const schemes: ReadonlyMap<string, VersionScheme> = new Map([
  ['deb', 'deb'],
  ['rpm', 'rpm'],
  ['apk', 'apk'],
  ['pacman', 'pacman'],
  ['npm', 'semver'],
  ['pypi', 'pep440'],
]);

/** `Package less than 1.2.3`: the fixed version; `less than or equal to` and all others name none. */
function fixedBy(condition: string | null): string | null {
  return /^Package less than (\S+)$/i.exec(condition?.trim() ?? '')?.[1] ?? null;
}

function agentOf(source: JsonObject, clusters: Map<string, string>): string | null {
  const id = jsonText(source, 'agent', 'id');
  if (id === null) return jsonText(source, 'agent', 'name');
  const cluster = jsonText(source, 'wazuh', 'cluster', 'name') ?? '';
  const first = clusters.get(id) ?? cluster;
  clusters.set(id, first);
  return first === cluster ? id : `${cluster}/${id}`;
}

function emitState(source: JsonObject, { book, clock, sink, clusters, record }: Reading): void {
  const key = agentOf(source, clusters);
  const id = jsonText(source, 'vulnerability', 'id');
  if (key === null) return sink.skip('no host');
  const address = jsonField(source, 'host', 'ip');
  book.note({
    key,
    name: jsonText(source, 'agent', 'name'),
    addresses: Array.isArray(address)
      ? jsonTexts(source, 'host', 'ip')
      : [jsonText(source, 'host', 'ip') ?? ''],
    os: jsonText(source, 'host', 'os', 'full'),
    credentialed: true,
  });
  if (id === null) return sink.skip('no flaw named');
  const condition = jsonText(source, 'vulnerability', 'scanner', 'condition');
  const scoreVersion = jsonText(source, 'vulnerability', 'score', 'version') ?? '';
  const score = jsonNumber(source, 'vulnerability', 'score', 'base');
  sink.flaw(
    flawOf({
      host: key,
      record,
      check: id,
      title: `${jsonText(source, 'package', 'name') ?? 'System'}: ${id}`,
      product: productOf({
        name: jsonText(source, 'package', 'name') ?? '',
        keyedBy: 'binary',
        arch: jsonText(source, 'package', 'architecture'),
        installed: jsonText(source, 'package', 'version'),
        fixed: fixedBy(condition),
        scheme: schemes.get(jsonText(source, 'package', 'type') ?? '') ?? null,
      }),
      fixes: fixesOfVendor(
        vendorFixes(jsonText(source, 'vulnerability', 'reference') ?? ''),
        jsonText(source, 'host', 'os', 'full') ?? jsonText(source, 'host', 'os', 'name'),
      ),
      ...namedCves(id),
      severity: severityOfWord(jsonText(source, 'vulnerability', 'severity') ?? ''),
      cvss: score === null || score === 0 ? null : readCvss(cvssVersion(scoreVersion), score, null),
      evidence: evidenceOf(condition, jsonText(source, 'vulnerability', 'scanner', 'source')),
      ...sightTimes(clock, jsonText(source, 'vulnerability', 'detected_at'), null),
    }),
  );
}

function cvssVersion(text: string): '2.0' | '3.0' | '3.1' | '4.0' {
  if (text.startsWith('4')) return '4.0';
  if (text.startsWith('2')) return '2.0';
  return text === '3.0' ? '3.0' : '3.1';
}

function evidenceOf(condition: string | null, source: string | null): string {
  return [condition === null ? '' : `Condition: ${condition}.`, source === null ? '' : `Source: ${source}.`]
    .filter((line) => line !== '')
    .join('\n');
}

/** Up to 4.7 the API answers for one agent and does not name it; exports that add it are read. */
function emitItem(item: JsonObject, { book, clock, sink, record }: Reading): void {
  const key = jsonText(item, 'agent_id') ?? jsonText(item, 'agent_name') ?? jsonText(item, 'agent_ip');
  if (key === null) return sink.skip('no host');
  book.note({
    key,
    name: jsonText(item, 'agent_name'),
    addresses: [jsonText(item, 'agent_ip') ?? ''],
    credentialed: true,
  });
  const cve = jsonText(item, 'cve') ?? '';
  const condition = jsonText(item, 'condition');
  sink.flaw(
    flawOf({
      host: key,
      record,
      check: cve,
      title: jsonText(item, 'title') ?? cve,
      product: productOf({
        name: jsonText(item, 'name') ?? '',
        keyedBy: 'binary',
        arch: jsonText(item, 'architecture'),
        installed: jsonText(item, 'version'),
        fixed: fixedBy(condition),
      }),
      ...namedCves(cve),
      severity: severityOfWord(jsonText(item, 'severity') ?? ''),
      cvss: bestCvss([rating('3.1', item, 'cvss3_score'), rating('2.0', item, 'cvss2_score')]),
      status: statusOf(jsonText(item, 'status')),
      evidence: evidenceOf(condition, null),
      ...sightTimes(clock, jsonText(item, 'detection_time'), null),
    }),
  );
}

/** A score of 0 stands for none. */
function rating(version: '2.0' | '3.1', item: JsonObject, field: string): ReportedFlaw['cvss'] {
  const score = jsonNumber(item, field);
  return score === null || score === 0 ? null : readCvss(version, score, null);
}

function statusOf(status: string | null): ReportedFlaw['status'] {
  return /^(?:obsolete|solved)$/i.test(status ?? '') ? 'fixed' : 'open';
}
