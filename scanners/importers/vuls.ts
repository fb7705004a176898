import type { ReportedCvss, ReportedFlaw, ReportedProduct } from '#core/advisory/reported-flaw.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import {
  jsonField,
  jsonList,
  jsonNumber,
  jsonObject,
  jsonText,
  jsonTexts,
  readJson,
  type JsonObject,
} from './json-records.ts';
import { reportEmpty } from './report-error.ts';
import { flawOf, hostOf, productOf, scanTimes } from './report-flaw.ts';
import { namedCves, vendorFixes } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import {
  bestCvss,
  readCvss,
  severityOfScore,
  severityOfWord,
  type ReportedSeverity,
} from './report-rating.ts';
import { reportClock, type ReportClock } from './report-time.ts';
import { vulsKeptAll } from './vuls-config.ts';

/** Vuls: the result of one server, JSON version 4. */
export const vuls: ReportImporter = {
  title: 'a Vuls result (JSON)',
  tool: 'Vuls',
  tier: 'A',
  evidence:
    'unittests/scans/vuls/one_finding.json of DefectDojo/django-DefectDojo (BSD-3-Clause); installed packages and distribution advisories by tests of our own',
  recognises: (head) =>
    head.startsWith('{') && /"jsonVersion"\s*:/.test(head) && /"serverName"\s*:/.test(head),
  read: readVuls,
};

/** Everything about the server but its flaws, which stand before its packages: the file is read twice. */
interface Server {
  readonly fields: ReadonlyMap<string, unknown>;
  readonly packages: ReadonlyMap<string, JsonObject>;
  readonly scheme: VersionScheme | null;
}

const FIELDS = [
  'serverName',
  'serverUUID',
  'family',
  'release',
  'container',
  'platform',
  'ipv4Addrs',
  'ipv6Addrs',
  'scannedAt',
  'scannedVersion',
  'scannedVia',
  'reportedAt',
  'errors',
  'config',
];

function readVuls(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const server = readServer(input);
  const { fields } = server;
  if (typeof fields.get('serverName') !== 'string') throw reportEmpty();
  let record = 0;
  readJson(input.documents[0], ['$.scannedCves.*'], (value) => {
    record += 1;
    const cve = jsonObject(value);
    if (cve === null) sink.skip('no record');
    else emitCve(cve, { server, record, sink });
  });
  sink.host(hostFrom(fields, clock));
  return {
    tool: 'Vuls',
    toolVersion: textOf(fields, 'scannedVersion'),
    madeAt: clock(textOf(fields, 'reportedAt') ?? textOf(fields, 'scannedAt'))?.at ?? null,
  };
}

function readServer(input: ReportInput): Server {
  const fields = new Map<string, unknown>();
  const packages = new Map<string, JsonObject>();
  const paths = [...FIELDS.map((name) => `$.${name}`), '$.packages.*'];
  readJson(input.documents[0], paths, (value, path) => {
    const [name, key] = path;
    if (key === undefined) fields.set(String(name), value);
    const entry = name === 'packages' ? jsonObject(value) : null;
    if (entry !== null) packages.set(String(key), entry);
  });
  return { fields, packages, scheme: schemeOf(textOf(fields, 'family') ?? '') };
}

function textOf(fields: ReadonlyMap<string, unknown>, name: string): string | null {
  const value = fields.get(name);
  return typeof value === 'string' && value !== '' ? value : null;
}

const KEY = 'server';

const families: readonly (readonly [RegExp, VersionScheme])[] = [
  [/^(?:debian|ubuntu|raspbian)$/, 'deb'],
  [/^(?:redhat|centos|alma|almalinux|rocky|oracle|amazon|fedora|(?:open)?suse.*)$/, 'rpm'],
  [/^alpine$/, 'apk'],
  [/^freebsd$/, 'freebsd'],
  [/^windows$/, 'windows'],
];

function schemeOf(family: string): VersionScheme | null {
  return families.find(([pattern]) => pattern.test(family))?.[1] ?? null;
}

/** Vuls logs in or runs on the host, unless the server is a list of names without one (`pseudo`). */
function hostFrom(fields: ReadonlyMap<string, unknown>, clock: ReportClock): ReturnType<typeof hostOf> {
  const whole = jsonObject(Object.fromEntries(fields));
  const errors = jsonList(whole, 'errors');
  const container = jsonText(whole, 'container', 'containerID');
  return hostOf({
    key: KEY,
    kind: container === null ? 'host' : 'image',
    name: jsonText(whole, 'container', 'name') ?? textOf(fields, 'serverName'),
    addresses: [...jsonTexts(whole, 'ipv4Addrs'), ...jsonTexts(whole, 'ipv6Addrs')],
    cloudId: jsonText(whole, 'platform', 'instanceID') ?? container,
    os: [textOf(fields, 'family'), textOf(fields, 'release')].filter((part) => part !== null).join(' '),
    ...scanTimes(null, clock(textOf(fields, 'scannedAt'))),
    credentialed: textOf(fields, 'scannedVia') !== 'pseudo' && textOf(fields, 'family') !== 'pseudo',
    complete:
      errors.length === 0 &&
      textOf(fields, 'scannedAt') !== null &&
      isJudged(fields) &&
      vulsKeptAll(jsonObject(fields.get('config')), textOf(fields, 'serverName') ?? ''),
  });
}

/**
 * Vuls scans first and looks for flaws only when it reports: before that it writes the year 1 as the time of the
 * report. What it takes over from Trivy does not say what Trivy left out.
 */
function isJudged(fields: ReadonlyMap<string, unknown>): boolean {
  const reportedAt = textOf(fields, 'reportedAt') ?? '0001';
  return !reportedAt.startsWith('0001') && textOf(fields, 'scannedVia') !== 'trivy';
}

interface CveReading {
  readonly server: Server;
  readonly record: number;
  readonly sink: ReportSink;
}

function emitCve(cve: JsonObject, { server, record, sink }: CveReading): void {
  const id = jsonText(cve, 'cveID') ?? '';
  const contents = contentsOf(cve, textOf(server.fields, 'family') ?? '');
  const advisories = jsonList(cve, 'distroAdvisories').map(
    (entry) => jsonText(jsonObject(entry), 'advisoryID') ?? '',
  );
  const kbs = jsonTexts(cve, 'windowsKBFixedIns').map((kb) => (/^\d/.test(kb) ? `KB${kb}` : kb));
  const cvss = cvssOf(contents);
  const flaw = {
    host: KEY,
    record,
    check: id,
    title: first(contents, 'title') ?? id,
    fixes: vendorFixes([...advisories, ...kbs].join(' ')),
    ...namedCves(id),
    severity: severityOf(contents, cvss),
    cvss,
    remedy: jsonText(jsonObject(jsonList(cve, 'mitigations')[0]), 'mitigation'),
  };
  const affected = [...jsonList(cve, 'affectedPackages'), ...jsonList(cve, 'libraryFixedIns')].map(
    jsonObject,
  );
  if (affected.length === 0) return sink.flaw(flawOf({ ...flaw, evidence: confidence(cve) }));
  for (const entry of affected) {
    sink.flaw(
      flawOf({
        ...flaw,
        product: packageOf(entry, server),
        status: statusOf(entry),
        evidence: [evidenceOf(entry), confidence(cve)].filter((line) => line !== '').join('\n'),
      }),
    );
  }
}

/** Contents by source, those of the distribution first, NVD last. */
function contentsOf(cve: JsonObject, family: string): readonly JsonObject[] {
  const bySource = jsonObject(jsonField(cve, 'cveContents'));
  const order = (source: string): number => {
    if (source.startsWith(family)) return 0;
    return source.startsWith('nvd') ? 2 : 1;
  };
  return Object.keys(bySource ?? {})
    .sort((a, b) => order(a) - order(b))
    .flatMap((source) => {
      const content = jsonField(bySource, source);
      return Array.isArray(content) ? content : [content];
    })
    .map(jsonObject)
    .filter((content) => content !== null);
}

function first(contents: readonly JsonObject[], field: string): string | null {
  for (const content of contents) {
    const text = jsonText(content, field);
    if (text !== null) return text;
  }
  return null;
}

function cvssOf(contents: readonly JsonObject[]): ReportedCvss | null {
  return bestCvss(
    contents.flatMap((content) => [
      readCvss('4.0', jsonNumber(content, 'cvss40Score'), jsonText(content, 'cvss40Vector')),
      readCvss('3.1', jsonNumber(content, 'cvss3Score'), jsonText(content, 'cvss3Vector')),
      readCvss('2.0', jsonNumber(content, 'cvss2Score'), jsonText(content, 'cvss2Vector')),
    ]),
  );
}

function severityOf(contents: readonly JsonObject[], cvss: ReportedCvss | null): ReportedSeverity {
  for (const content of contents) {
    for (const field of ['cvss40Severity', 'cvss3Severity', 'cvss2Severity']) {
      const severity = severityOfWord(jsonText(content, field) ?? '');
      if (severity !== null) return severity;
    }
  }
  return cvss === null ? null : severityOfScore(cvss.score);
}

function packageOf(entry: JsonObject | null, { packages, scheme }: Server): ReportedProduct | null {
  const name = jsonText(entry, 'name') ?? '';
  const installed = packages.get(name) ?? null;
  const release = jsonText(installed, 'release');
  const version = jsonText(installed, 'version');
  const isLibrary = jsonText(entry, 'path') !== null;
  return productOf({
    name,
    keyedBy: isLibrary ? 'product' : 'binary',
    arch: jsonText(installed, 'arch'),
    installed: version !== null && release !== null ? `${version}-${release}` : version,
    fixed: jsonText(entry, 'fixedIn'),
    scheme: isLibrary ? null : scheme,
  });
}

function statusOf(entry: JsonObject | null): ReportedFlaw['status'] {
  return /^not affected$/i.test(jsonText(entry, 'fixState') ?? '') ? 'not-affected' : 'open';
}

function evidenceOf(entry: JsonObject | null): string {
  const state = jsonText(entry, 'fixState');
  if (state !== null) return `Fix state: ${state}.`;
  return jsonField(entry, 'notFixedYet') === true ? 'No fix yet.' : '';
}

function confidence(cve: JsonObject): string {
  const found = jsonList(cve, 'confidences').map(jsonObject);
  const methods = found.map(
    (entry) => `${jsonText(entry, 'detectionMethod') ?? '?'} ${jsonText(entry, 'score') ?? ''}`,
  );
  return methods.length === 0 ? '' : `Detected by ${methods.join(', ').trim()}.`;
}
