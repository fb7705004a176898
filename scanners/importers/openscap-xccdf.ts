import type { ReportedHost } from '#core/advisory/reported-flaw.ts';
import { reportEmpty } from './report-error.ts';
import { flawOf, hostOf, nameOf, scanTimes } from './report-flaw.ts';
import { namedCves, vendorFixes } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { severityOfWord } from './report-rating.ts';
import { reportClock, type ReportClock } from './report-time.ts';
import { readXml, xmlChildren, xmlText, type XmlAttributes, type XmlNode } from './xml-records.ts';

/** OpenSCAP and other SCAP scanners: results of patch definitions, alone, in their benchmark or in an ARF. */
export const openscapXccdf: ReportImporter = {
  title: 'an OpenSCAP result (XCCDF or ARF)',
  tool: 'OpenSCAP',
  tier: 'A',
  evidence:
    'unittests/scans/openscap/one_vuln_rhsa.xml of DefectDojo/django-DefectDojo (BSD-3-Clause); ARF and XCCDF 1.2 by tests of our own',
  recognises: (head) =>
    head.startsWith('<') &&
    (/<(?:[\w-]+:)?(?:Benchmark|TestResult)\s[^>]*(?:xccdf|checklists\.nist\.gov)/.test(head) ||
      /<(?:[\w-]+:)?asset-report-collection[\s>]/.test(head)),
  read: readXccdf,
};

const ROOTS = ['Benchmark', 'TestResult', 'asset-report-collection'];

interface Run {
  hosts: number;
  record: number;
  attributes: XmlAttributes;
  names: string[];
  addresses: string[];
  machineId: string | null;
  privileged: boolean | null;
  scanner: string | null;
  /** Rules that the scanner could not judge. */
  unjudged: number;
  /** Rules that it judged, whatever came out. */
  readonly judged: string[];
  /** Some rule was left out. */
  narrow: boolean;
  /** Some judged rule is about a patch. */
  patches: boolean;
}

function newRun(hosts: number, record: number, attributes: XmlAttributes): Run {
  const empty = { names: [], addresses: [], machineId: null, privileged: null, scanner: null, unjudged: 0 };
  const ran = { judged: [], narrow: false, patches: false };
  return { hosts, record, attributes, ...empty, ...ran };
}

/** Rules may stand before or behind the results: the document is read twice. */
function readXccdf(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const titles = new Map<string, string>();
  readXml(input.documents[0], {
    roots: ROOTS,
    take: { Rule: (node) => titles.set(node.attributes['id'] ?? '', xmlText(node, 'title')) },
  });
  let run = newRun(0, 0, {});
  let version: string | null = null;
  readXml(input.documents[0], {
    roots: ROOTS,
    open: {
      TestResult: (attributes) => {
        run = newRun(run.hosts + 1, run.record, attributes);
      },
    },
    take: {
      'TestResult/target': (node) => void run.names.push(node.text.trim()),
      'TestResult/target-address': (node) => void run.addresses.push(node.text.trim()),
      'TestResult/identity': (node) => {
        run.privileged = isPrivileged(node);
      },
      'target-facts/fact': (node) => takeFact(node, run),
      'TestResult/rule-result': (node) => {
        run.record += 1;
        takeResult(node, run, { titles, sink });
      },
    },
    close: {
      TestResult: () => {
        version ??= run.scanner;
        sink.host(hostFrom(run, clock));
      },
    },
  });
  if (run.hosts === 0) throw reportEmpty();
  return { tool: 'OpenSCAP', toolVersion: version, madeAt: clock(run.attributes['end-time'])?.at ?? null };
}

/** OpenSCAP runs on the host; as root it sees everything, whatever it says of being authenticated. */
function isPrivileged({ attributes, text }: XmlNode): boolean {
  return (
    attributes['privileged'] === 'true' || attributes['authenticated'] === 'true' || text.trim() === 'root'
  );
}

function takeFact(node: XmlNode, run: Run): void {
  const name = node.attributes['name'] ?? '';
  if (name.endsWith(':scanner:version')) run.scanner = node.text.trim();
  if (name.endsWith(':host_name') || name.endsWith(':fqdn')) run.names.push(node.text.trim());
  if (/:(?:ipv4|ipv6|ip_address)$/.test(name)) run.addresses.push(node.text.trim());
}

function keyOf(run: Run): string {
  return `result#${run.hosts}`;
}

function hostFrom(run: Run, clock: ReportClock): ReportedHost {
  const finished = clock(run.attributes['end-time']);
  return hostOf({
    key: keyOf(run),
    name: nameOf(...run.names),
    addresses: [...run.names, ...run.addresses].filter((text) => !/^127\.|^::1$/.test(text)),
    ...scanTimes(clock(run.attributes['start-time']), finished),
    credentialed: run.privileged,
    complete: finished !== null && run.unjudged === 0,
    ran: { checks: run.judged, narrow: run.narrow, patches: run.patches },
  });
}

const set: ReadonlyMap<string, string> = new Map([
  ['pass', 'passed'],
  ['fixed', 'passed'],
  ['notapplicable', 'not applicable'],
  ['notselected', 'not selected'],
  ['informational', 'informational'],
]);

function takeResult(
  node: XmlNode,
  run: Run,
  { titles, sink }: { titles: ReadonlyMap<string, string>; sink: ReportSink },
): void {
  const result = xmlText(node, 'result');
  const rule = node.attributes['idref'] ?? '';
  const accepted = result !== 'fail' ? overrideOf(node) : null;
  const other = accepted === null ? set.get(result) : undefined;
  const title = titles.get(rule) || rule;
  const idents = xmlChildren(node, 'ident').map(({ text }) => text.trim());
  const named = namedCves(idents.join(' '));
  const fixes = vendorFixes(`${title} ${idents.join(' ')}`);
  const isPatch = named.cves.length + named.wrongCves.length + fixes.length > 0;
  noteRun(run, { rule, result, isPatch });
  if (other !== undefined) return sink.skip(other);
  if (result !== 'fail' && accepted === null) {
    run.unjudged += 1;
    return sink.skip('not judged by the scanner');
  }
  if (!isPatch) return sink.skip('configuration check');
  sink.flaw(
    flawOf({
      host: keyOf(run),
      record: run.record,
      check: rule,
      title,
      fixes,
      ...named,
      severity: severityOfWord(node.attributes['severity'] ?? ''),
      status: accepted === null ? 'open' : 'accepted',
      evidence: [accepted ?? '', evidenceOf(node, result)].filter((text) => text !== '').join('\n'),
    }),
  );
}

const unjudged: ReadonlySet<string> = new Set(['notselected', 'notchecked', 'error', 'unknown']);

/** XCCDF 1.2 §6.6.4.2: these results say that the rule was not judged. */
function noteRun(
  run: Run,
  { rule, result, isPatch }: { rule: string; result: string; isPatch: boolean },
): void {
  if (unjudged.has(result)) run.narrow = true;
  else {
    run.judged.push(rule);
    run.patches ||= isPatch;
  }
}

/** What a person made of a failed rule (XCCDF 1.2 §6.6.4.3): another result, but the flaw was found. */
function overrideOf(node: XmlNode): string | null {
  const override = xmlChildren(node, 'override').find((entry) => xmlText(entry, 'old-result') === 'fail');
  if (override === undefined) return null;
  const by = override.attributes['authority'] ?? 'somebody';
  return `Failed; overridden by ${by}: ${xmlText(override, 'remark')}`.trim();
}

function evidenceOf(node: XmlNode, result: string): string {
  const checks = xmlChildren(node, 'check').flatMap((check) => xmlChildren(check, 'check-content-ref'));
  const names = checks.map(({ attributes }) => attributes['name'] ?? '').filter((name) => name !== '');
  return [`Result: ${result}.`, ...names].join('\n');
}
