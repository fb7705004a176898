import type { ReportedCvss, ReportedHost } from '#core/advisory/reported-flaw.ts';
import { reportEmpty } from './report-error.ts';
import { flawOf, hostOf, nameOf, portOf, scanTimes, sightTimes } from './report-flaw.ts';
import { namedCves, fixesOfEvidence, unique, vendorFixes } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { bestCvss, readCvss, type ReportedSeverity } from './report-rating.ts';
import { reportClock, type ReportClock, type ReportTime } from './report-time.ts';
import {
  readXml,
  xmlAllText,
  xmlChild,
  xmlChildren,
  type XmlAttributes,
  type XmlNode,
} from './xml-records.ts';

/** Rapid7 Nexpose / InsightVM: "XML Export 2.0". */
export const nexposeXml: ReportImporter = {
  title: 'a Nexpose / InsightVM report (XML Export 2.0)',
  tool: 'Nexpose',
  tier: 'A',
  evidence: 'unittests/scans/nexpose/dns.xml of DefectDojo/django-DefectDojo (BSD-3-Clause)',
  recognises: (head) => head.startsWith('<') && /<NexposeReport[\s>]/i.test(head),
  read: readNexpose,
};

const ROOTS = ['NexposeReport', 'NeXposeReport'];
const TEXT_CHARACTERS = 8000;

interface Definition {
  readonly title: string;
  readonly severity: string;
  readonly cves: readonly string[];
  readonly wrongCves: readonly string[];
  readonly fixes: readonly string[];
  readonly cvss: ReportedCvss | null;
  readonly solution: string;
}

interface Scan {
  readonly started: ReportTime | null;
  readonly finished: ReportTime | null;
  readonly isFinished: boolean;
}

interface NodeState {
  hosts: number;
  record: number;
  node: XmlAttributes;
  names: string[];
  os: { readonly certainty: number; readonly text: string } | null;
  endpoint: XmlAttributes;
  scans: Set<string>;
  /** Tests whose result is not known: they found nothing and say nothing. */
  unjudged: number;
}

/** Definitions stand behind the nodes: the document is read twice. */
function readNexpose(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const definitions = new Map<string, Definition>();
  const scans = new Map<string, Scan>();
  readXml(input.documents[0], {
    roots: ROOTS,
    take: {
      'VulnerabilityDefinitions/vulnerability': (node) =>
        void definitions.set((node.attributes['id'] ?? '').toLowerCase(), definitionOf(node)),
      'scans/scan': ({ attributes }) => void scans.set(attributes['id'] ?? '', scanOf(attributes, clock)),
    },
  });
  const state: NodeState = { hosts: 0, record: 0, ...emptyNode() };
  readXml(input.documents[0], {
    roots: ROOTS,
    open: {
      'nodes/node': (attributes) => {
        Object.assign(state, emptyNode(), { node: attributes });
        state.hosts += 1;
      },
      'endpoints/endpoint': (attributes) => {
        state.endpoint = attributes;
      },
    },
    take: {
      'names/name': (node) => void state.names.push(node.text.trim()),
      'node/fingerprints/os': (node) => {
        state.os = betterOs(state.os, node.attributes);
      },
      'tests/test': (node) => {
        state.record += 1;
        takeTest(node, state, { definitions, clock, sink });
      },
    },
    close: {
      'endpoints/endpoint': () => {
        state.endpoint = {};
      },
      'nodes/node': () => sink.host(hostFrom(state, scans)),
    },
  });
  if (state.hosts === 0) throw reportEmpty();
  const [first] = scans.values();
  return { tool: 'Nexpose', toolVersion: null, madeAt: first?.finished?.at ?? null };
}

function emptyNode(): Pick<NodeState, 'node' | 'names' | 'os' | 'endpoint' | 'scans' | 'unjudged'> {
  return { node: {}, names: [], os: null, endpoint: {}, scans: new Set<string>(), unjudged: 0 };
}

function scanOf(attributes: XmlAttributes, clock: ReportClock): Scan {
  return {
    started: clock(attributes['startTime']),
    finished: clock(attributes['endTime']),
    isFinished: attributes['status'] === 'finished',
  };
}

function betterOs(known: NodeState['os'], attributes: XmlAttributes): NodeState['os'] {
  const certainty = Number(attributes['certainty'] ?? 0);
  if (known !== null && known.certainty >= certainty) return known;
  const words = ['vendor', 'product', 'version'].map((name) => attributes[name] ?? '');
  return { certainty, text: unique(words.filter((word) => word !== '')).join(' ') };
}

function keyOf({ node, hosts }: NodeState): string {
  return `${node['device-id'] ?? node['address'] ?? ''}#${hosts}`;
}

/** A node belongs to the scans that its results name, or to the only one there is. */
function hostFrom(state: NodeState, scans: ReadonlyMap<string, Scan>): ReportedHost {
  const ids = scans.size === 1 ? [...scans.keys()] : [...state.scans];
  const own = ids.map((id) => scans.get(id)).filter((scan) => scan !== undefined);
  const last = own.toSorted((a, b) => (a.finished?.at ?? '').localeCompare(b.finished?.at ?? '')).at(-1);
  return hostOf({
    key: keyOf(state),
    name: nameOf(...state.names),
    addresses: [state.node['address'] ?? ''],
    os: state.os?.text ?? null,
    ...scanTimes(last?.started ?? null, last?.finished ?? null),
    complete:
      state.node['status'] === 'alive' &&
      state.unjudged === 0 &&
      last !== undefined &&
      own.every(({ isFinished }) => isFinished),
  });
}

function definitionOf(node: XmlNode): Definition {
  const { attributes } = node;
  const references = xmlChildren(xmlChild(node, 'references') ?? node, 'reference');
  const bySource = (pattern: RegExp): string =>
    references
      .filter((reference) => pattern.test(reference.attributes['source'] ?? ''))
      .map(({ text }) => text.trim())
      .join(' ');
  const title = attributes['title'] ?? '';
  const solution = xmlChild(node, 'solution');
  return {
    title,
    severity: attributes['severity'] ?? '',
    ...namedCves(`${bySource(/^CVE$/i)} ${title}`),
    fixes: vendorFixes(`${title} ${bySource(/^(?!URL|CVE|BID|CERT)/i)}`),
    cvss: bestCvss([
      readCvss('3.0', attributes['cvssV3Score'], attributes['cvssV3Vector']),
      readCvss('2.0', attributes['cvssScore'], attributes['cvssVector']),
    ]),
    solution: solution === null ? '' : xmlAllText(solution, TEXT_CHARACTERS).replace(/[ \t]*\n\s+/g, '\n'),
  };
}

/** Nexpose's words: 8 to 10 critical, 4 to 7 severe, below moderate. */
function severityOf(level: string): ReportedSeverity {
  const number = Number(level || NaN);
  if (!Number.isFinite(number)) return null;
  if (number >= 8) return 'critical';
  return number >= 4 ? 'high' : 'medium';
}

/** A test that the report does not describe. */
function undefinedTest(id: string): Definition {
  return { title: id, severity: '', cves: [], wrongCves: [], fixes: [], cvss: null, solution: '' };
}

interface Reading {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly clock: ReportClock;
  readonly sink: ReportSink;
}

const UNJUDGED = 'not judged by the scanner';

/** `overridden-vulnerable-version` = other tests showed that it is not; `skipped-…` = not run; `error`, `unknown`. */
function withoutFlaw(status: string): string {
  if (/^skipped/.test(status)) return 'test not run';
  return /^(?:error|unknown)/.test(status) ? UNJUDGED : 'not vulnerable';
}

function takeTest(node: XmlNode, state: NodeState, { definitions, clock, sink }: Reading): void {
  const { attributes } = node;
  const id = attributes['id'] ?? '';
  const status = attributes['status'] ?? '';
  if (attributes['scan-id'] !== undefined) state.scans.add(attributes['scan-id']);
  const [, exception, kind] = /^(exception-)?vulnerable-(\w+)/.exec(status) ?? [];
  if (kind === undefined) {
    const reason = withoutFlaw(status);
    if (reason === UNJUDGED) state.unjudged += 1;
    return sink.skip(reason);
  }
  const definition = definitions.get(id.toLowerCase()) ?? undefinedTest(id);
  const text = xmlAllText(node, TEXT_CHARACTERS).replace(/[ \t]*\n\s+/g, '\n');
  sink.flaw(
    flawOf({
      host: keyOf(state),
      record: state.record,
      check: id,
      title: definition.title,
      fixes: fixesOfEvidence(definition.fixes, text),
      cves: definition.cves,
      wrongCves: definition.wrongCves,
      severity: severityOf(definition.severity),
      cvss: definition.cvss,
      status: exception === undefined ? 'open' : 'accepted',
      port: portOf(state.endpoint['port'], state.endpoint['protocol']),
      evidence: kind === 'potential' ? `Potential, not confirmed.\n${text}` : text,
      remedy: definition.solution,
      ...sightTimes(clock, attributes['vulnerable-since'], null),
    }),
  );
}
