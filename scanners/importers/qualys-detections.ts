import { isQualysAgent, qualysProducts, qualysSeverity, qualysStatus, withDoubt } from './qualys-check.ts';
import { reportEmpty } from './report-error.ts';
import { emitProducts } from './emit-products.ts';
import { hostOf, nameOf, portOf, scanTimes, sightTimes } from './report-flaw.ts';
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
  const complete = hasAllDetections(readAnswer(input));
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
      'HOST_LIST/HOST': () => sink.host({ ...hostFrom(state.fields, clock), key: keyOf(state), complete }),
    },
  });
  if (state.hosts === 0) throw reportEmpty();
  return { tool: 'Qualys', toolVersion: null, madeAt: state.madeAt };
}

/** What the answer says of itself: the request that it echoes, and whether the list goes on elsewhere. */
interface Answer {
  isPage: boolean;
  /** Names and values as they were asked; empty where the caller did not ask for `echo_request=1`. */
  readonly asked: [name: string, value: string][];
}

function readAnswer(input: ReportInput): Answer {
  const answer: Answer = { isPage: false, asked: [] };
  readXml(input.documents[0], {
    roots: ['HOST_LIST_VM_DETECTION_OUTPUT'],
    namesDtd: true,
    open: {
      'RESPONSE/WARNING': () => {
        answer.isPage = true;
      },
    },
    take: {
      'REQUEST/PARAM_LIST/PARAM': (node) => {
        answer.asked.push([xmlText(node, 'KEY'), xmlText(node, 'VALUE')]);
      },
      'REQUEST/POST_DATA': (node) => {
        answer.asked.push(...new URLSearchParams(node.text.trim()));
      },
    },
  });
  return answer;
}

/** Parameters that choose hosts, pages, the form of the answer or texts in it: they leave no detection of a host out. */
const NEUTRAL =
  /^(?:action|echo_request|output_format|truncation_limit|suppress_duplicated_data_from_csv|show_(?:asset_id|results|reopened_info|igs|tags|qds|qds_factors|cloud_tags|host_services)|os_hostname|host_metadata(?:_fields)?|cloud_tag_fields|ids|id_min|id_max|ips|ipv6|ag_ids|ag_titles|network_ids|network_name|os_pattern|compliance_enabled|use_tags|tag_set_by|tag_(?:include|exclude)_selector|tag_set_(?:include|exclude)|(?:no_)?vm_scan_since|max_days_since_last_vm_scan|vm_processed_(?:before|after)|vm_(?:auth_)?scan_date_(?:before|after))$/;

/** Parameters that choose detections, with the values that leave none out which is open. */
const WHOLE: ReadonlyMap<string, RegExp> = new Map([
  ['arf_kernel_filter', /^0$/],
  ['arf_service_filter', /^0$/],
  ['arf_config_filter', /^0$/],
  ['filter_superseded_qids', /^0$/],
  ['severities', /^(?:1-5|1,2,3,4,5)$/],
  ['include_ignored', /^1$/],
  ['include_disabled', /^1$/],
]);

/** Without being asked for, what Qualys ignores is not sure to be in the list: it is accepted, not gone. */
const ASIDE = ['include_ignored', 'include_disabled'];

/**
 * Whether a detection that is missing is gone: the list is no page, and the request that it echoes chose no
 * detections. A parameter that we do not know may choose some. Without the echo nobody knows, and a detection with the
 * status Fixed is a claim.
 */
function hasAllDetections({ isPage, asked }: Answer): boolean {
  const names = new Set(asked.map(([name]) => name));
  return !isPage && ASIDE.every((name) => names.has(name)) && asked.every(leavesNoneOut);
}

function leavesNoneOut([name, value]: readonly [string, string]): boolean {
  if (name === 'status') return hasOpenStates(value);
  return NEUTRAL.test(name) || (WHOLE.get(name)?.test(value) ?? false);
}

/** The open ones are what Qualys lists by default. */
function hasOpenStates(value: string): boolean {
  const states = value.split(',').map((state) => state.toLowerCase().replace(/[^a-z]/g, ''));
  return ['new', 'active', 'reopened'].every((state) => states.includes(state));
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
  emitProducts(flaw, qualysProducts(flaw.title, result), sink);
}
