import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import { hostBook, type HostBook } from './host-book.ts';
import { jsonField, jsonList, jsonObject, jsonText, readJson, type JsonObject } from './json-records.ts';
import { reportInvalid } from './report-error.ts';
import { flawOf, scanTimes } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { bestCvss, readCvss, severityOfWord } from './report-rating.ts';
import { epochTime, reportClock, type ReportClock } from './report-time.ts';
import { evidenceLines, fixIds, remedyOf, reportedPackage } from './reported-package.ts';

/** Dependency-Track: the finding packaging format of a project. */
export const dependencyTrack: ReportImporter = {
  title: 'a Dependency-Track finding package (FPF, JSON)',
  tool: 'Dependency-Track',
  tier: 'A',
  evidence:
    'unittests/scans/dependency_track/with_state_fp_na_resolved.json of DefectDojo/django-DefectDojo (BSD-3-Clause)',
  recognises: (head) =>
    head.startsWith('{') &&
    (/"application"\s*:\s*"Dependency-Track"/.test(head) ||
      (/"findings"\s*:/.test(head) && /"attribution"\s*:/.test(head) && /"matrix"\s*:/.test(head))),
  read: readFindings,
};

function readFindings(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const hosts = hostBook();
  const parts = new Map<string, JsonObject | null>();
  let record = 0;
  readJson(input.documents[0], ['$.meta', '$.project', '$.findings.*'], (value, [part]) => {
    const entry = jsonObject(value);
    if (part !== 'findings') return void parts.set(String(part), entry);
    record += 1;
    emitFinding(entry, record, { hosts, clock, sink });
  });
  const meta = parts.get('meta') ?? null;
  const project = parts.get('project') ?? null;
  if (meta === null && record === 0) throw reportInvalid('it holds neither findings nor a project');
  const made = clock(jsonText(meta, 'timestamp'));
  noteProject(project, hosts);
  hosts.handOn(sink, (host) => ({ ...host, ...scanTimes(made, made) }));
  return { tool: 'Dependency-Track', toolVersion: jsonText(meta, 'version'), madeAt: made?.at ?? null };
}

/** A finding names its project by id only; the name stands at the head of the file. */
function noteProject(project: JsonObject | null, hosts: HostBook): void {
  const key = jsonText(project, 'uuid');
  if (key === null) return;
  const version = jsonText(project, 'version');
  const name = [jsonText(project, 'name'), version].filter((text) => text !== null).join(':');
  hosts.note({ key, kind: 'repository', name, cloudId: key, complete: true });
}

function emitFinding(
  finding: JsonObject | null,
  record: number,
  { hosts, clock, sink }: { hosts: HostBook; clock: ReportClock; sink: ReportSink },
): void {
  const component = jsonObject(jsonField(finding, 'component'));
  const flaw = jsonObject(jsonField(finding, 'vulnerability'));
  const check = jsonText(flaw, 'vulnId');
  const name = jsonText(component, 'name');
  const host = jsonText(component, 'project') ?? jsonText(finding, 'matrix')?.split(':')[0] ?? null;
  if (check === null || name === null || host === null)
    return sink.skip('a record without id, package or project');
  hosts.note({ key: host, kind: 'repository', cloudId: host, complete: true });
  const group = jsonText(component, 'group');
  const { product, remedy } = reportedPackage({
    name: group === null ? name : `${group}/${name}`,
    type: null,
    purl: jsonText(component, 'purl'),
    installed: jsonText(component, 'version'),
    fixed: null,
    scheme: null,
  });
  const aliases = jsonList(flaw, 'aliases').map(jsonObject);
  const ids = [
    check,
    ...aliases.flatMap((alias) => [jsonText(alias, 'cveId') ?? '', jsonText(alias, 'ghsaId') ?? '']),
  ];
  sink.flaw(
    flawOf({
      host,
      check,
      title: jsonText(flaw, 'title') ?? `${name}: ${check}`,
      product,
      fixes: fixIds(ids, product),
      ...namedCves(ids.join(' ')),
      severity: severityOfWord(jsonText(flaw, 'severity') ?? ''),
      cvss: bestCvss([
        readCvss(
          '4.0',
          jsonText(flaw, 'cvssV4Score') ?? jsonText(flaw, 'cvssV4BaseScore'),
          jsonText(flaw, 'cvssV4Vector'),
        ),
        readCvss('3.1', jsonText(flaw, 'cvssV3BaseScore'), jsonText(flaw, 'cvssV3Vector')),
        readCvss('2.0', jsonText(flaw, 'cvssV2BaseScore'), jsonText(flaw, 'cvssV2Vector')),
      ]),
      status: statusOf(
        jsonText(finding, 'analysis', 'state'),
        jsonField(finding, 'analysis', 'isSuppressed') === true,
      ),
      evidence: evidenceLines({
        component: `${name} ${jsonText(component, 'version') ?? ''}`.trim(),
        'latest version': jsonText(component, 'latestVersion'),
        'patched versions': jsonText(flaw, 'patchedVersions'),
        analysis: jsonText(finding, 'analysis', 'state'),
        suppressed: jsonField(finding, 'analysis', 'isSuppressed') === true ? 'yes' : null,
        analyzer: jsonText(finding, 'attribution', 'analyzerIdentity'),
        source: jsonText(flaw, 'source'),
        description: jsonText(flaw, 'description'),
      }),
      remedy: remedyOf(jsonText(flaw, 'recommendation'), remedy),
      firstSeen: attributedAt(finding, clock),
      record,
    }),
  );
}

/** Written as milliseconds since 1970, or as local time without a zone. */
function attributedAt(finding: JsonObject | null, clock: ReportClock): string | null {
  const value = jsonField(finding, 'attribution', 'attributedOn');
  const time =
    typeof value === 'number' ? epochTime(value / 1000) : clock(typeof value === 'string' ? value : null);
  return time?.at ?? null;
}

/** A suppressed finding is accepted, unless the analysis says that there is none. */
function statusOf(state: string | null, suppressed: boolean): ReportedFlaw['status'] {
  if (state === 'FALSE_POSITIVE' || state === 'NOT_AFFECTED') return 'not-affected';
  if (state === 'RESOLVED') return 'fixed';
  return suppressed ? 'accepted' : 'open';
}
