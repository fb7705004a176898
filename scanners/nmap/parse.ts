import { parseString } from 'xml2js';
import type { AppError } from '#core/errors.ts';
import { inputError } from '../failure.ts';
import { refuseDtd, walkXml } from '../xml.ts';
import type { NetworkHost, NetworkObservation, NetworkPort, NetworkService } from './network-observation.ts';

/** xml2js builds the whole tree, so a document has a limit. */
const MAX_CHARACTERS = 48 * 1024 * 1024;

export interface NmapDocument {
  readonly observation: NetworkObservation;
  /** Line at which the document broke off; hosts before it are kept. null = whole. */
  readonly brokenAtLine: number | null;
}

/**
 * Reads nmap's XML. A document that breaks off (nmap was killed) gives the hosts that were complete.
 * @throws AppError FILE_EMPTY, FILE_TOO_LARGE, XML_DTD_FORBIDDEN, XML_TOO_DEEP, XML_PART_TOO_LARGE,
 * FORMAT_UNKNOWN (XML, but not nmap's).
 */
export function parseNmapXml(text: string): NmapDocument {
  if (text.trim() === '')
    throw inputError('FILE_EMPTY', 'The file is empty.', 'Give an XML file that nmap -oX wrote.');
  if (text.length > MAX_CHARACTERS) {
    throw inputError(
      'FILE_TOO_LARGE',
      'The nmap file is larger than 48 MiB.',
      'Scan and import smaller networks.',
    );
  }
  refuseDtd(text, 'nmaprun');
  const { whole, brokenAtLine } = cutAtLastHost(text);
  return { observation: mapRun(readTree(whole)), brokenAtLine };
}

/** The text up to the last complete host, closed again, when it does not end well. */
function cutAtLastHost(text: string): { whole: string; brokenAtLine: number | null } {
  let root: string | null = null;
  let end = 0;
  const broken = walkXml(text, {
    onOpen: (name, depth) => {
      if (depth === 1) root = name;
    },
    onClose: (name, depth, at) => {
      if (depth === 2) end = at;
    },
  });
  if (root !== 'nmaprun') throw notNmap();
  if (!broken) return { whole: text, brokenAtLine: null };
  const start = text.indexOf('>', text.indexOf('<nmaprun')) + 1;
  return { whole: `${text.slice(0, Math.max(start, end))}</nmaprun>`, brokenAtLine: broken.brokenAtLine };
}

function notNmap(): AppError {
  return inputError(
    'FORMAT_UNKNOWN',
    'The XML is not a result of nmap.',
    'Give an XML file that nmap -oX wrote.',
  );
}

/** An element as xml2js gives it: attributes in `$`, children as arrays by name. */
type XmlNode = Readonly<Record<string, unknown>>;

function readTree(text: string): XmlNode {
  let run: unknown = null;
  try {
    parseString(text, { async: false, strict: true }, (error: Error | null, result: unknown) => {
      run = error === null && isNode(result) ? result['nmaprun'] : null;
    });
  } catch {
    // xml2js both calls back and throws: a document with crossed tags, not one that was cut off.
    throw notNmap();
  }
  if (run === '') return {};
  if (!isNode(run)) throw notNmap();
  return run;
}

function isNode(value: unknown): value is XmlNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function children(node: XmlNode | undefined, name: string): XmlNode[] {
  const list = node?.[name];
  return Array.isArray(list) ? list.map((item: unknown) => (isNode(item) ? item : { _: item })) : [];
}

function attribute(node: XmlNode | undefined, name: string): string | null {
  const attributes = node?.['$'];
  const value = isNode(attributes) && Object.hasOwn(attributes, name) ? attributes[name] : null;
  return typeof value === 'string' ? value : null;
}

function numberOf(node: XmlNode | undefined, name: string): number | null {
  const text = attribute(node, name) ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function seconds(node: XmlNode | undefined, name: string): number | null {
  const value = numberOf(node, name);
  return value === null ? null : value * 1000;
}

function mapRun(run: XmlNode): NetworkObservation {
  const finished = children(children(run, 'runstats')[0], 'finished')[0];
  const exit = attribute(finished, 'exit');
  return {
    args: attribute(run, 'args') ?? '',
    startedAt: seconds(run, 'start'),
    finishedAt: seconds(finished, 'time'),
    // nmap before 5.20 wrote no exit attribute.
    finished: finished !== undefined && (exit === null || exit === 'success'),
    exit,
    hosts: children(run, 'host').map(mapHost),
  };
}

function mapHost(host: XmlNode): NetworkHost {
  const addresses = children(host, 'address');
  const mac = addresses.find((entry) => attribute(entry, 'addrtype') === 'mac');
  const ips = addresses.filter((entry) => entry !== mac).map((entry) => attribute(entry, 'addr') ?? '');
  const status = children(host, 'status')[0];
  const names = children(host, 'hostnames').flatMap((list) => children(list, 'hostname'));
  return {
    address: ips[0] ?? '',
    addresses: ips,
    mac: attribute(mac, 'addr'),
    vendor: attribute(mac, 'vendor'),
    hostnames: [
      ...new Set(names.map((entry) => attribute(entry, 'name') ?? '').filter((name) => name !== '')),
    ],
    state: attribute(status, 'state') ?? 'unknown',
    reason: attribute(status, 'reason'),
    timedOut: attribute(host, 'timedout') === 'true',
    ports: children(host, 'ports')
      .flatMap((list) => children(list, 'port'))
      .flatMap(mapPort),
    os: children(host, 'os')
      .flatMap((list) => children(list, 'osmatch'))
      .map((match) => ({ name: attribute(match, 'name') ?? '', accuracy: numberOf(match, 'accuracy') })),
  };
}

function mapPort(port: XmlNode): NetworkPort[] {
  const number = numberOf(port, 'portid');
  if (number === null || number > 65_535) return [];
  const state = children(port, 'state')[0];
  const service = children(port, 'service')[0];
  return [
    {
      protocol: attribute(port, 'protocol') ?? '',
      port: number,
      state: attribute(state, 'state') ?? 'unknown',
      reason: attribute(state, 'reason'),
      service: service ? mapService(service) : null,
    },
  ];
}

function mapService(service: XmlNode): NetworkService {
  return {
    name: attribute(service, 'name') ?? '',
    product: attribute(service, 'product'),
    version: attribute(service, 'version'),
    extraInfo: attribute(service, 'extrainfo'),
    tunnel: attribute(service, 'tunnel'),
    cpe: children(service, 'cpe').map((entry) => String(entry['_'] ?? '')),
    method: attribute(service, 'method'),
    conf: numberOf(service, 'conf'),
  };
}
