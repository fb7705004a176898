import type { VersionScheme } from '#core/version/compare.ts';
import { jsonList, jsonObject, jsonText, readJson, type JsonObject } from './json-records.ts';
import { reportEmpty } from './report-error.ts';
import { flawOf, hostOf, nameOf, productOf, scanTimes, sightTimes } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { readCvss, severityOfScore } from './report-rating.ts';
import { reportClock, type ReportClock } from './report-time.ts';

/** Fleet (osquery): one host with its software, or the list of hosts with it. */
export const fleet: ReportImporter = {
  title: 'an export of Fleet (osquery) with software and vulnerabilities (JSON)',
  tool: 'Fleet',
  tier: 'A',
  evidence:
    'the answer to "List hosts" with software that docs/REST API/rest-api.md of fleetdm/fleet prints (MIT)',
  recognises: (head) =>
    /^\{\s*"hosts?"\s*:/.test(head) &&
    /"(?:osquery_version|orbit_version|platform_like|detail_updated_at)"\s*:/.test(head),
  read: readFleet,
};

interface Reading {
  readonly clock: ReportClock;
  readonly sink: ReportSink;
  hosts: number;
  record: number;
}

function readFleet(input: ReportInput, sink: ReportSink): ReportFacts {
  const reading: Reading = { clock: reportClock(input.zone), sink, hosts: 0, record: 0 };
  readJson(input.documents[0], ['$.host', '$.hosts.*'], (value) => takeHost(jsonObject(value), reading));
  if (reading.hosts === 0) throw reportEmpty();
  return { tool: 'Fleet', toolVersion: null, madeAt: null };
}

/** osquery runs on the host and lists all software at once, so a host with a list is complete. */
function takeHost(host: JsonObject | null, reading: Reading): void {
  const { clock, sink } = reading;
  const id = jsonText(host, 'uuid') ?? jsonText(host, 'id') ?? jsonText(host, 'hostname');
  if (host === null || id === null) return sink.skip('no host');
  reading.hosts += 1;
  const software = jsonList(host, 'software');
  const listed = clock(jsonText(host, 'software_updated_at') ?? jsonText(host, 'detail_updated_at'));
  const key = `${id}#${reading.hosts}`;
  sink.host(
    hostOf({
      key,
      name: nameOf(
        jsonText(host, 'hostname'),
        jsonText(host, 'computer_name'),
        jsonText(host, 'display_name'),
      ),
      addresses: [jsonText(host, 'primary_ip') ?? '', jsonText(host, 'public_ip') ?? ''],
      cloudId: jsonText(host, 'uuid')?.toLowerCase() ?? null,
      os: jsonText(host, 'os_version'),
      ...scanTimes(null, listed),
      credentialed: true,
      complete: software.length > 0 && listed !== null,
    }),
  );
  for (const entry of software) takeSoftware(jsonObject(entry), key, reading);
}

const schemes: ReadonlyMap<string, VersionScheme> = new Map([
  ['deb_packages', 'deb'],
  ['rpm_packages', 'rpm'],
  ['npm_packages', 'semver'],
  ['python_packages', 'pep440'],
  ['pacman_packages', 'pacman'],
]);

function takeSoftware(entry: JsonObject | null, host: string, reading: Reading): void {
  const { clock, sink } = reading;
  const flaws = jsonList(entry, 'vulnerabilities');
  reading.record += 1;
  if (flaws.length === 0) return sink.skip('software without a known flaw');
  const name = jsonText(entry, 'name') ?? '';
  const source = jsonText(entry, 'source') ?? '';
  const release = jsonText(entry, 'release');
  const version = jsonText(entry, 'version');
  for (const item of flaws) {
    const flaw = jsonObject(item);
    const cve = jsonText(flaw, 'cve') ?? '';
    const score = jsonText(flaw, 'cvss_score');
    const cvss = readCvss('3.1', score, null);
    sink.flaw(
      flawOf({
        host,
        record: reading.record,
        check: cve,
        title: `${name}: ${cve}`,
        product: productOf({
          name,
          keyedBy: /^(?:deb|rpm|pacman)_packages$/.test(source) ? 'binary' : 'product',
          arch: jsonText(entry, 'arch'),
          installed: version !== null && release !== null ? `${version}-${release}` : version,
          fixed: jsonText(flaw, 'resolved_in_version'),
          scheme: schemes.get(source) ?? null,
        }),
        ...namedCves(cve),
        severity: cvss === null ? null : severityOfScore(cvss.score),
        cvss,
        evidence: jsonText(entry, 'generated_cpe') ?? '',
        ...sightTimes(clock, jsonText(flaw, 'created_at'), null),
      }),
    );
  }
}
