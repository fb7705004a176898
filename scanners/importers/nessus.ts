import type { ReportedHost } from '#core/advisory/reported-flaw.ts';
import { bestCvss, readCvss, severityOfWord, type ReportedSeverity } from './report-rating.ts';
import {
  addScanFacts,
  isFactPlugin,
  nessusFixes,
  nessusProducts,
  noScanFacts,
  withScanFacts,
} from './nessus-plugin.ts';
import { uniqueKeys } from './host-book.ts';
import { reportEmpty } from './report-error.ts';
import { nessusPolicy } from './nessus-policy.ts';
import { emitProducts } from './emit-products.ts';
import { addressesOf, eitherTime, hostOf, nameOf, portOf, scanTimes } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { reportClock, type ReportClock } from './report-time.ts';
import { readXml, xmlChildren, xmlText, type XmlNode } from './xml-records.ts';

/** Nessus, Tenable.sc and Tenable.io: the XML export. */
export const nessus: ReportImporter = {
  title: 'a Nessus report (.nessus)',
  tool: 'Nessus',
  tier: 'A',
  evidence:
    'unittests/scans/tenable/nessus/issue_6992.nessus of DefectDojo/django-DefectDojo (BSD-3-Clause); package results by tests of our own',
  recognises: (head) => head.startsWith('<') && /<NessusClientData_v2[\s>]/.test(head),
  read: readNessus,
};

function readNessus(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  // A merged report has one host several times: each scan stays its own.
  const keyFor = uniqueKeys();
  const state = { host: hostOf({ key: '' }), facts: noScanFacts, record: 0, version: '' };
  const policy = nessusPolicy();
  const item = (node: XmlNode): void => {
    state.record += 1;
    const plugin = node.attributes['pluginID'] ?? '';
    const output = xmlText(node, 'plugin_output');
    state.facts = addScanFacts(state.facts, plugin, output, clock);
    if (plugin === '19506') state.version ||= scannerVersion(output);
    emitItem(node, { host: state.host.key, record: state.record }, sink);
  };
  readXml(input.documents[0], {
    roots: ['NessusClientData_v2'],
    open: {
      'Report/ReportHost': ({ name = '' }) => {
        state.host = hostOf({ key: keyFor(name || 'host'), name: nameOf(name), addresses: [name] });
        state.facts = noScanFacts;
      },
    },
    take: {
      'Policy/Preferences/ServerPreferences/preference': policy.preference,
      'Policy/FamilySelection/FamilyItem': policy.family,
      'ReportHost/HostProperties': (node) => {
        state.host = withProperties(state.host, node, clock);
      },
      'ReportHost/ReportItem': item,
    },
    close: {
      'Report/ReportHost': () => sink.host(policy.apply(withScanFacts(state.host, state.facts))),
    },
  });
  if (state.host.key === '') throw reportEmpty();
  return { tool: 'Nessus', toolVersion: state.version || null, madeAt: null };
}

function scannerVersion(output: string): string {
  return /^\s*Nessus version\s*:\s*([\w.]+)/im.exec(output)?.[1] ?? '';
}

function withProperties(host: ReportedHost, node: XmlNode, clock: ReportClock): ReportedHost {
  const tags = new Map(
    xmlChildren(node, 'tag').map((tag) => [tag.attributes['name'] ?? '', tag.text.trim()]),
  );
  const started = eitherTime(clock, tags.get('HOST_START_TIMESTAMP'), tags.get('HOST_START'));
  const finished = eitherTime(clock, tags.get('HOST_END_TIMESTAMP'), tags.get('HOST_END'));
  return hostOf({
    key: host.key,
    name: nameOf(tags.get('host-fqdn'), host.name, tags.get('hostname'), tags.get('netbios-name')),
    addresses: addressesOf([
      ...host.addresses,
      ...(tags.get('host-ip') ?? '').split(','),
      tags.get('host-ipv6'),
    ]),
    cloudId: cloudIdOf(tags),
    os:
      tags
        .get('operating-system')
        ?.trim()
        .split(/\s*\n\s*/)
        .join(' or ') ?? null,
    ...scanTimes(started, finished),
    credentialed: credentialedTag(tags.get('Credentialed_Scan')),
    complete: finished !== null,
  });
}

function cloudIdOf(tags: ReadonlyMap<string, string>): string | null {
  const cloud =
    tags.get('aws-instance-instance-id') ?? tags.get('azure-instance-id') ?? tags.get('gcp-instance-id');
  return cloud ?? tags.get('bios-uuid')?.toLowerCase() ?? null;
}

function credentialedTag(text: string | undefined): boolean | null {
  if (text === undefined || text === '') return null;
  return text.toLowerCase() === 'true';
}

const bySeverity: ReadonlyMap<string, ReportedSeverity> = new Map([
  ['0', 'info'],
  ['1', 'low'],
  ['2', 'medium'],
  ['3', 'high'],
  ['4', 'critical'],
]);

function emitItem(node: XmlNode, place: { host: string; record: number }, sink: ReportSink): void {
  const { pluginID = '', pluginName = '', severity = '', port, protocol } = node.attributes;
  if (pluginID === '' || pluginID === '0') return sink.skip('open port only');
  const rated = bySeverity.get(severity) ?? severityOfWord(xmlText(node, 'risk_factor'));
  if (xmlText(node, 'compliance') === 'true') return sink.skip('configuration check');
  if (rated === 'info' && !isFactPlugin(pluginID)) return sink.skip('informational');
  const output = node.children.find(({ name }) => name === 'plugin_output')?.text ?? '';
  const flaw = {
    ...place,
    check: pluginID,
    title: pluginName || xmlText(node, 'plugin_name'),
    fixes: rated === 'info' ? [] : fixesOf(node, pluginName, output),
    ...namedCves(
      xmlChildren(node, 'cve')
        .map(({ text }) => text)
        .join(' '),
    ),
    severity: rated,
    cvss: cvssOf(node),
    port: portOf(port, protocol),
    evidence: output.trim() || xmlText(node, 'synopsis'),
    remedy: xmlText(node, 'solution'),
  };
  emitProducts(flaw, rated === 'info' ? [] : nessusProducts(flaw.title, output), sink);
}

function fixesOf(node: XmlNode, title: string, output: string): string[] {
  return nessusFixes({
    title,
    xrefs: xmlChildren(node, 'xref').map(({ text }) => text),
    kbs: xmlChildren(node, 'mskb').map(({ text }) => text.trim()),
    output,
  });
}

function cvssOf(node: XmlNode): ReturnType<typeof bestCvss> {
  return bestCvss([
    readCvss('4.0', xmlText(node, 'cvss4_base_score'), xmlText(node, 'cvss4_vector')),
    readCvss('3.0', xmlText(node, 'cvss3_base_score'), xmlText(node, 'cvss3_vector')),
    readCvss('2.0', xmlText(node, 'cvss_base_score'), xmlText(node, 'cvss_vector')),
  ]);
}
