import type { ReportedCvss } from '#core/advisory/reported-flaw.ts';
import {
  isQualysAgent,
  isQualysFact,
  qualysCvss,
  qualysLogin,
  qualysProducts,
  qualysScanTime,
  qualysSeverity,
  qualysStatus,
  withDoubt,
} from './qualys-check.ts';
import { reportEmpty } from './report-error.ts';
import { emitProducts } from './emit-products.ts';
import { hostOf, nameOf, portOf, scanTimes, sightTimes } from './report-flaw.ts';
import { namedCves, fixesOfEvidence, vendorFixes } from './report-identifiers.ts';
import type { ReportFacts, ReportInput, ReportSink } from './report-importer.ts';
import { bestCvss } from './report-rating.ts';
import { reportClock, type ReportClock } from './report-time.ts';
import { readXml, xmlAllText, xmlChild, xmlText, type XmlNode } from './xml-records.ts';

/** What the glossary at the end of the report says of a check. */
interface QualysCheck {
  readonly title: string;
  readonly severity: string;
  readonly cves: readonly string[];
  readonly wrongCves: readonly string[];
  readonly fixes: readonly string[];
  readonly cvss: ReportedCvss | null;
  readonly solution: string;
}

const ROOTS = ['ASSET_DATA_REPORT', 'QUALYS_REPORT'];
const LIST_CHARACTERS = 100_000;

/** Qualys' asset data report. The glossary stands behind the hosts, so the document is read twice. */
export function readQualysAssets(input: ReportInput, sink: ReportSink): ReportFacts {
  const [document] = input.documents;
  const clock = reportClock(input.zone);
  const checks = new Map<string, QualysCheck>();
  readXml(document, {
    roots: ROOTS,
    namesDtd: true,
    take: { VULN_DETAILS: (node) => checks.set(qidOf(node), checkOf(node)) },
  });
  const state = newState();
  let madeAt: string | null = null;
  readXml(document, {
    roots: ROOTS,
    namesDtd: true,
    open: {
      'HOST_LIST/HOST': () =>
        Object.assign(state, newState(), { hosts: state.hosts + 1, record: state.record }),
    },
    take: {
      'HEADER/GENERATION_DATETIME': (node) => {
        madeAt = clock(node.text)?.at ?? null;
      },
      ...hostFields((name, text) => state.fields.set(name, text)),
      'VULN_INFO_LIST/VULN_INFO': (node) => {
        state.record += 1;
        takeResult(node, state, { checks, clock, sink });
      },
    },
    close: { 'HOST_LIST/HOST': () => sink.host(hostFrom(state, clock)) },
  });
  if (state.hosts === 0) throw reportEmpty();
  return { tool: 'Qualys', toolVersion: null, madeAt };
}

interface HostState {
  readonly hosts: number;
  record: number;
  readonly fields: Map<string, string>;
  login: boolean | null;
  scan: string;
}

function newState(): HostState {
  return { hosts: 0, record: 0, fields: new Map<string, string>(), login: null, scan: '' };
}

const HOST_FIELDS = ['IP', 'DNS', 'NETBIOS', 'OPERATING_SYSTEM', 'OS', 'TRACKING_METHOD', 'EC2_INSTANCE_ID'];

function hostFields(set: (name: string, text: string) => void): Record<string, (node: XmlNode) => void> {
  return Object.fromEntries(
    HOST_FIELDS.map((name) => [`HOST_LIST/HOST/${name}`, (node: XmlNode) => set(name, node.text.trim())]),
  );
}

/** Reports without IP have at least a name; the number of the host keeps the key unique. */
function keyOf({ fields, hosts }: HostState): string {
  return `${fields.get('IP') ?? fields.get('DNS') ?? ''}#${hosts}`;
}

function hostFrom(state: HostState, clock: ReportClock): ReturnType<typeof hostOf> {
  const { fields } = state;
  const { started, finished } = qualysScanTime(state.scan, clock);
  return hostOf({
    key: keyOf(state),
    name: nameOf(fields.get('DNS'), fields.get('NETBIOS')),
    addresses: [fields.get('IP') ?? ''],
    cloudId: fields.get('EC2_INSTANCE_ID') ?? null,
    os: fields.get('OPERATING_SYSTEM') ?? fields.get('OS') ?? null,
    ...scanTimes(started, finished),
    credentialed: state.login ?? (isQualysAgent(fields.get('TRACKING_METHOD') ?? '') ? true : null),
    complete: finished !== null,
  });
}

function qidOf(node: XmlNode): string {
  const id = xmlText(node, 'QID') || xmlChild(node, 'QID')?.attributes['id'] || node.attributes['id'] || '';
  return id.replace(/^qid_/, '');
}

function checkOf(node: XmlNode): QualysCheck {
  const list = (name: string): string => {
    const found = xmlChild(node, name);
    return found === null ? '' : xmlAllText(found, LIST_CHARACTERS);
  };
  return {
    title: xmlText(node, 'TITLE'),
    severity: xmlText(node, 'SEVERITY'),
    ...namedCves(list('CVE_ID_LIST')),
    fixes: vendorFixes(`${list('VENDOR_REFERENCE_LIST')} ${xmlText(node, 'TITLE')}`),
    cvss: bestCvss([
      qualysCvss('3.1', xmlText(node, 'CVSS3_SCORE', 'CVSS3_BASE') || xmlText(node, 'CVSS3_BASE')),
      qualysCvss('2.0', xmlText(node, 'CVSS_SCORE', 'CVSS_BASE') || xmlText(node, 'CVSS_BASE')),
    ]),
    solution: xmlText(node, 'SOLUTION'),
  };
}

interface Reading {
  readonly checks: ReadonlyMap<string, QualysCheck>;
  readonly clock: ReportClock;
  readonly sink: ReportSink;
}

function takeResult(node: XmlNode, state: HostState, { checks, clock, sink }: Reading): void {
  const qid = qidOf(node);
  const type = xmlText(node, 'TYPE');
  const result = xmlText(node, 'RESULT');
  state.login = qualysLogin(state.login, qid);
  if (qid === '45038') state.scan = result;
  const check = checks.get(qid);
  const severity = qualysSeverity(check?.severity ?? '', type);
  if (severity === 'info' && !isQualysFact(qid)) return sink.skip('informational');
  const title = check?.title ?? `QID ${qid}`;
  const flaw = {
    host: keyOf(state),
    record: state.record,
    check: qid,
    title,
    fixes: fixesOfEvidence(check?.fixes ?? [], result),
    cves: check?.cves ?? [],
    wrongCves: check?.wrongCves ?? [],
    severity,
    cvss: check?.cvss ?? null,
    status: qualysStatus(xmlText(node, 'VULN_STATUS'), [xmlText(node, 'TICKET_STATE')]),
    port: portOf(xmlText(node, 'PORT'), xmlText(node, 'PROTOCOL')),
    evidence: withDoubt(result, type),
    remedy: check?.solution ?? null,
    ...sightTimes(clock, xmlText(node, 'FIRST_FOUND'), xmlText(node, 'LAST_FOUND')),
  };
  emitProducts(flaw, qualysProducts(title, result), sink);
}
