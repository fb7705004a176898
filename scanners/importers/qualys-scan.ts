import {
  isQualysFact,
  qualysLogin,
  qualysProducts,
  qualysScanTime,
  qualysSeverity,
  withDoubt,
} from './qualys-check.ts';
import { reportEmpty } from './report-error.ts';
import { emitProducts } from './emit-products.ts';
import { hostOf, nameOf, portOf, scanTimes } from './report-flaw.ts';
import { namedCves, fixesOfEvidence, vendorFixes } from './report-identifiers.ts';
import type { ReportFacts, ReportInput, ReportSink } from './report-importer.ts';
import { bestCvss, readCvss } from './report-rating.ts';
import { reportClock, type ReportClock } from './report-time.ts';
import { readXml, xmlAllText, xmlChild, xmlText, type XmlAttributes, type XmlNode } from './xml-records.ts';

const LIST_CHARACTERS = 100_000;
const TYPES = { VULN: 'Vuln', PRACTICE: 'Practice', INFO: 'Ig', SERVICE: 'Ig' } as const;

interface ScanState {
  hosts: number;
  record: number;
  host: ReturnType<typeof hostOf>;
  category: XmlAttributes;
  login: boolean | null;
  hostScan: string;
}

/** The result of one scan (scan-1.dtd): hosts as `IP`, results in categories that carry the port. */
export function readQualysScan(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const header = new Map<string, string>();
  const state: ScanState = {
    hosts: 0,
    record: 0,
    host: hostOf({ key: '' }),
    category: {},
    login: null,
    hostScan: '',
  };
  const setOs = (node: XmlNode): void => {
    state.host = { ...state.host, os: state.host.os ?? (node.text.trim() || null) };
  };
  const results = Object.entries(TYPES).map(([name, type]) => [
    `CAT/${name}`,
    (node: XmlNode) => takeResult(node, type, { state, sink }),
  ]);
  readXml(input.documents[0], {
    roots: ['SCAN'],
    namesDtd: true,
    open: {
      'SCAN/IP': ({ value = '', name = '' }) => {
        state.hosts += 1;
        state.host = hostOf({ key: `${value}#${state.hosts}`, name: nameOf(name), addresses: [value] });
        state.login = null;
        state.hostScan = '';
      },
      CAT: (attributes) => {
        state.category = attributes;
      },
    },
    take: {
      'HEADER/KEY': (node) => header.set(node.attributes['value'] ?? '', node.text.trim()),
      'IP/OS': setOs,
      'IP/NETBIOS_HOSTNAME': (node) => {
        state.host = { ...state.host, name: state.host.name ?? nameOf(node.text) };
      },
      ...Object.fromEntries(results),
    },
    close: { 'SCAN/IP': () => sink.host(finished(state, header, clock)) },
  });
  if (state.hosts === 0) throw reportEmpty();
  return { tool: 'Qualys', toolVersion: null, madeAt: clock(header.get('DATE'))?.at ?? null };
}

/** Without a time of its own a host has that of the scan, whose end the report does not give. */
function finished(
  state: ScanState,
  header: ReadonlyMap<string, string>,
  clock: ReportClock,
): ScanState['host'] {
  const times = qualysScanTime(state.hostScan, clock);
  const started = times.started ?? clock(header.get('DATE'));
  const isFinished = /^FINISHED$/i.test(header.get('STATUS') ?? '');
  return {
    ...state.host,
    ...scanTimes(started, times.finished),
    credentialed: state.login,
    complete: isFinished && times.finished !== null,
  };
}

function takeResult(
  node: XmlNode,
  type: string,
  { state, sink }: { state: ScanState; sink: ReportSink },
): void {
  state.record += 1;
  const qid = node.attributes['number'] ?? '';
  const result = xmlText(node, 'RESULT');
  state.login = qualysLogin(state.login, qid);
  if (qid === '45038') state.hostScan = result;
  const severity = qualysSeverity(node.attributes['severity'] ?? '', type);
  if (severity === 'info' && !isQualysFact(qid)) return sink.skip('informational');
  const title = xmlText(node, 'TITLE');
  const list = (name: string): string => {
    const found = xmlChild(node, name);
    return found === null ? '' : xmlAllText(found, LIST_CHARACTERS);
  };
  const flaw = {
    host: state.host.key,
    record: state.record,
    check: qid,
    title,
    fixes: fixesOfEvidence(vendorFixes(`${list('VENDOR_REFERENCE_LIST')} ${title}`), result),
    ...namedCves(`${node.attributes['cveid'] ?? ''} ${list('CVE_ID_LIST')}`),
    severity,
    cvss: bestCvss([
      readCvss('3.1', xmlText(node, 'CVSS3_BASE'), null),
      readCvss('2.0', xmlText(node, 'CVSS_BASE'), null),
    ]),
    port: portOf(state.category['port'], state.category['protocol']),
    evidence: withDoubt(result, type),
    remedy: xmlText(node, 'SOLUTION'),
  };
  emitProducts(flaw, qualysProducts(title, result), sink);
}
