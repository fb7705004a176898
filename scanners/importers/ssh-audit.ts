import type { Severity } from '#core/advisory/rank.ts';
import {
  jsonList,
  jsonNumber,
  jsonObject,
  jsonText,
  jsonTexts,
  readJson,
  type JsonObject,
} from './json-records.ts';
import { reportEmpty } from './report-error.ts';
import { flawOf, hostOf, nameOf, portOf, productOf } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { readCvss, severityOfScore } from './report-rating.ts';

/** ssh-audit: what one SSH server offers, or several in an array; seen from the network, without times. */
export const sshAudit: ReportImporter = {
  title: 'an ssh-audit result (JSON)',
  tool: 'ssh-audit',
  tier: 'A',
  evidence: 'unittests/scans/ssh_audit/bug_fix.json of DefectDojo/django-DefectDojo (BSD-3-Clause)',
  recognises: (head) =>
    /^[{[]/.test(head) && /"banner"\s*:/.test(head) && /"(?:kex|enc|mac|compression)"\s*:/.test(head),
  read: readSshAudit,
};

const PARTS = ['banner', 'target', 'cves', 'kex', 'key', 'enc', 'mac'];
const KINDS = {
  kex: 'key exchange',
  key: 'host key',
  enc: 'cipher',
  mac: 'message authentication code',
} as const;

function readSshAudit(input: ReportInput, sink: ReportSink): ReportFacts {
  const count = { hosts: 0, records: 0 };
  // One server's document is small; the parts alone tell it from an array of servers.
  const single = new Map<string, unknown>();
  readJson(input.documents[0], [...PARTS.map((name) => `$.${name}`), '$.*'], (value, path) => {
    const [key] = path;
    if (typeof key === 'string') single.set(key, value);
    else emitServer(jsonObject(value), count, sink);
  });
  if (single.has('banner') || single.has('target')) {
    emitServer(jsonObject(Object.fromEntries(PARTS.map((name) => [name, single.get(name)]))), count, sink);
  }
  if (count.hosts === 0) throw reportEmpty();
  return { tool: 'ssh-audit', toolVersion: null, madeAt: null };
}

interface Place {
  readonly host: string;
  readonly port: string | null;
}

function emitServer(
  server: JsonObject | null,
  count: { hosts: number; records: number },
  sink: ReportSink,
): void {
  const [, name = '', port = '22'] =
    /^\[?([^\]]+?)\]?(?::(\d+))?$/.exec(jsonText(server, 'target') ?? '') ?? [];
  if (server === null || name === '') return sink.skip('no host');
  count.hosts += 1;
  const place: Place = { host: `${name}#${count.hosts}`, port: portOf(port, 'tcp') };
  sink.host(
    hostOf({ key: place.host, name: nameOf(name), addresses: [name], credentialed: false, complete: true }),
  );
  const software = jsonText(server, 'banner', 'software');
  for (const entry of jsonList(server, 'cves')) {
    count.records += 1;
    emitCve(jsonObject(entry), { place, software, record: count.records }, sink);
  }
  for (const kind of Object.keys(KINDS)) {
    for (const entry of jsonList(server, kind)) {
      count.records += 1;
      emitAlgorithm(jsonObject(entry), { place, kind, record: count.records }, sink);
    }
  }
}

function emitCve(
  entry: JsonObject | null,
  { place, software, record }: { place: Place; software: string | null; record: number },
  sink: ReportSink,
): void {
  const name = jsonText(entry, 'name') ?? '';
  if (name === '') return sink.skip('no flaw named');
  const score = jsonNumber(entry, 'cvssv2');
  sink.flaw(
    flawOf({
      ...place,
      record,
      check: name,
      title: jsonText(entry, 'description') ?? name,
      product: productOf({
        name: software?.replace(/[_-]\d.*$/, '') ?? '',
        keyedBy: 'product',
        installed: software?.replace(/^\D*[_-](?=\d)/, '') ?? null,
      }),
      ...namedCves(name),
      severity: score === null ? null : severityOfScore(score),
      cvss: readCvss('2.0', score, null),
      evidence: software === null ? '' : `Banner: ${software}`,
    }),
  );
}

function emitAlgorithm(
  entry: JsonObject | null,
  { place, kind, record }: { place: Place; kind: string; record: number },
  sink: ReportSink,
): void {
  const name = jsonText(entry, 'algorithm');
  const fails = jsonTexts(entry, 'notes', 'fail');
  const warnings = jsonTexts(entry, 'notes', 'warn');
  if (name === null) return sink.skip('no record');
  if (fails.length === 0 && warnings.length === 0) return sink.skip('informational');
  const severity: Severity = fails.length > 0 ? 'high' : 'medium';
  const words = Object.hasOwn(KINDS, kind) ? KINDS[kind as keyof typeof KINDS] : kind;
  sink.flaw(
    flawOf({
      ...place,
      record,
      check: `${kind}/${name}`,
      title: `Weak SSH ${words}: ${name}`,
      severity,
      evidence: [...fails, ...warnings].join('\n'),
      remedy: `Remove ${name} from the configuration of the SSH server.`,
    }),
  );
}
