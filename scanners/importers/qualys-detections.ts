import { isQualysAgent, qualysProducts, qualysSeverity, qualysStatus, withDoubt } from './qualys-check.ts';
import { reportEmpty } from './report-error.ts';
import { flawOf, hostOf, nameOf, portOf, scanTimes, sightTimes } from './report-flaw.ts';
import { vendorFixes } from './report-identifiers.ts';
import type { ReportFacts, ReportInput, ReportSink } from './report-importer.ts';
import { reportClock, type ReportClock } from './report-time.ts';
import { readXml, xmlText, type XmlNode } from './xml-records.ts';

const FIELDS = [
  'ID',
  'IP',
  'IPV6',
  'DNS',
  'NETBIOS',
  'OS',
  'TRACKING_METHOD',
  'CLOUD_RESOURCE_ID',
  'LAST_SCAN_DATETIME',
  'LAST_VM_SCANNED_DATE',
  'LAST_VM_AUTH_SCANNED_DATE',
];

/** The API's list of detections: the state of each host over all scans. It has neither titles nor CVE ids. */
export function readQualysDetections(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const state = { hosts: 0, record: 0, fields: new Map<string, string>(), madeAt: null as string | null };
  const isPage = hasWarning(input);
  readXml(input.documents[0], {
    roots: ['HOST_LIST_VM_DETECTION_OUTPUT'],
    namesDtd: true,
    open: {
      'HOST_LIST/HOST': () => {
        state.hosts += 1;
        state.fields = new Map();
      },
    },
    take: {
      'RESPONSE/DATETIME': (node) => {
        state.madeAt = clock(node.text)?.at ?? null;
      },
      ...Object.fromEntries(
        FIELDS.map((name) => [
          `HOST_LIST/HOST/${name}`,
          (node: XmlNode) => void state.fields.set(name, node.text.trim()),
        ]),
      ),
      'DETECTION_LIST/DETECTION': (node) => {
        state.record += 1;
        emitDetection(node, { host: keyOf(state), record: state.record }, { clock, sink });
      },
    },
    close: {
      'HOST_LIST/HOST': () =>
        sink.host({ ...hostFrom(state.fields, clock), key: keyOf(state), complete: !isPage }),
    },
  });
  if (state.hosts === 0) throw reportEmpty();
  return { tool: 'Qualys', toolVersion: null, madeAt: state.madeAt };
}

/** With `WARNING` the list goes on elsewhere; what is missing here may be there. */
function hasWarning(input: ReportInput): boolean {
  let found = false;
  readXml(input.documents[0], {
    roots: ['HOST_LIST_VM_DETECTION_OUTPUT'],
    namesDtd: true,
    open: {
      'RESPONSE/WARNING': () => {
        found = true;
      },
    },
  });
  return found;
}

function keyOf({ fields, hosts }: { fields: ReadonlyMap<string, string>; hosts: number }): string {
  return `${fields.get('ID') ?? fields.get('IP') ?? ''}#${hosts}`;
}

function hostFrom(fields: ReadonlyMap<string, string>, clock: ReportClock): ReturnType<typeof hostOf> {
  const scanned = clock(fields.get('LAST_VM_SCANNED_DATE') ?? fields.get('LAST_SCAN_DATETIME'));
  const loggedIn = clock(fields.get('LAST_VM_AUTH_SCANNED_DATE'));
  const isAgent = isQualysAgent(fields.get('TRACKING_METHOD') ?? '');
  const isFresh = loggedIn !== null && (scanned === null || loggedIn.at >= scanned.at);
  return hostOf({
    key: '',
    name: nameOf(fields.get('DNS'), fields.get('NETBIOS')),
    addresses: [fields.get('IP') ?? '', fields.get('IPV6') ?? ''],
    cloudId: fields.get('CLOUD_RESOURCE_ID') ?? null,
    os: fields.get('OS') ?? null,
    ...scanTimes(null, scanned),
    // Scanned, but not with a login since.
    credentialed: isAgent || isFresh || (scanned === null ? null : false),
  });
}

function emitDetection(
  node: XmlNode,
  place: { host: string; record: number },
  { clock, sink }: { clock: ReportClock; sink: ReportSink },
): void {
  const type = xmlText(node, 'TYPE');
  const severity = qualysSeverity(xmlText(node, 'SEVERITY'), type);
  if (severity === 'info') return sink.skip('informational');
  const qid = xmlText(node, 'QID');
  const result = xmlText(node, 'RESULTS');
  const flaw = {
    ...place,
    check: qid,
    title: xmlText(node, 'TITLE') || `QID ${qid}`,
    fixes: vendorFixes(result),
    severity,
    status: qualysStatus(xmlText(node, 'STATUS'), [
      xmlText(node, 'IS_IGNORED'),
      xmlText(node, 'IS_DISABLED'),
    ]),
    port: portOf(xmlText(node, 'PORT'), xmlText(node, 'PROTOCOL')),
    evidence: withDoubt(result, type),
    ...sightTimes(clock, xmlText(node, 'FIRST_FOUND_DATETIME'), xmlText(node, 'LAST_FOUND_DATETIME')),
  };
  const products = qualysProducts(flaw.title, result);
  if (products.length === 0) sink.flaw(flawOf(flaw));
  for (const product of products) sink.flaw(flawOf({ ...flaw, product }));
}
