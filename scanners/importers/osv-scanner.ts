import type { ReportedCvss } from '#core/advisory/reported-flaw.ts';
import { schemeOfType } from './ecosystem-scheme.ts';
import { hostBook } from './host-book.ts';
import {
  jsonField,
  jsonList,
  jsonObject,
  jsonText,
  jsonTexts,
  readJson,
  type JsonObject,
} from './json-records.ts';
import { flawOf, type HostParts } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { readCvss, severityOfScore, severityOfWord, type ReportedSeverity } from './report-rating.ts';
import { evidenceLines, fixIds, reportedPackage } from './reported-package.ts';

/** OSV-Scanner of lock files, SBOMs, directories and images. */
export const osvScanner: ReportImporter = {
  title: 'an OSV-Scanner report (JSON)',
  tool: 'OSV-Scanner',
  tier: 'A',
  evidence:
    'unittests/scans/osv_scanner/some_findings.json of DefectDojo/django-DefectDojo (BSD-3-Clause); groups, ranges and images by tests of our own',
  recognises: (head) =>
    head.startsWith('{') &&
    /"results"\s*:/.test(head) &&
    (/"experimental_config"\s*:/.test(head) ||
      (/"packages"\s*:/.test(head) && /"ecosystem"\s*:/.test(head) && /"source"\s*:/.test(head))),
  read: readOsv,
};

function readOsv(input: ReportInput, sink: ReportSink): ReportFacts {
  const hosts = hostBook();
  let source: string | null = null;
  let record = 0;
  const paths = ['$.results.*.source', '$.results.*.packages.*'];
  readJson(input.documents[0], paths, (value, path) => {
    const entry = jsonObject(value);
    if (path.at(-1) === 'source') {
      const host = hostOfSource(entry);
      hosts.note(host);
      source = host.key;
    } else if (path.includes('packages') && source !== null) {
      record += 1;
      emitPackage(entry, { host: source, record }, sink);
    } else if (path.includes('packages')) sink.skip('a package before its source');
  });
  hosts.handOn(sink);
  return { tool: 'OSV-Scanner', toolVersion: null, madeAt: null };
}

/**
 * Each lock file is a thing of its own: its packages are what one build takes. What `osv-scanner.toml` ignores, packages
 * or vulnerabilities, is left out of the file without a trace: nothing in it is complete.
 */
function hostOfSource(entry: JsonObject | null): HostParts {
  const path = jsonText(entry, 'path') ?? '';
  const type = jsonText(entry, 'type') ?? 'unknown';
  const kind = type === 'docker' || type === 'image' || type === 'os' ? 'image' : 'repository';
  return { key: `${type}:${path}`, kind, name: path, credentialed: true, complete: false };
}

function emitPackage(
  entry: JsonObject | null,
  place: { host: string; record: number },
  sink: ReportSink,
): void {
  const found = jsonObject(jsonField(entry, 'package'));
  const name = jsonText(found, 'name');
  if (name === null) return sink.skip('a record without id or package');
  const advisories = new Map(
    jsonList(entry, 'vulnerabilities').map((value) => {
      const advisory = jsonObject(value);
      return [jsonText(advisory, 'id') ?? '', advisory] as const;
    }),
  );
  const groups = jsonList(entry, 'groups').map(jsonObject);
  const inGroups = new Set(groups.flatMap((group) => jsonTexts(group, 'ids')));
  const alone = [...advisories.keys()].filter((id) => !inGroups.has(id));
  const grouped = [...groups, ...alone.map((id) => ({ ids: [id] }))];
  if (grouped.length === 0) return sink.skip('component without vulnerability');
  for (const group of grouped) emitGroup(group, { ...place, found, name, advisories }, sink);
}

interface PackagePlace {
  readonly host: string;
  readonly record: number;
  readonly found: JsonObject | null;
  readonly name: string;
  readonly advisories: ReadonlyMap<string, JsonObject | null>;
}

/** A group is one flaw under all its names. */
function emitGroup(group: JsonObject | null, place: PackagePlace, sink: ReportSink): void {
  const ids = jsonTexts(group, 'ids');
  const known = ids.map((id) => place.advisories.get(id) ?? null).filter((advisory) => advisory !== null);
  const valid = known.filter((advisory) => jsonText(advisory, 'withdrawn') === null);
  const [check] = ids;
  if (check === undefined) return sink.skip('a record without id or package');
  if (known.length > 0 && valid.length === 0) return sink.skip('withdrawn advisory');
  const names = [
    ...ids,
    ...jsonTexts(group, 'aliases'),
    ...valid.flatMap((advisory) => jsonTexts(advisory, 'aliases')),
  ];
  const ecosystem = jsonText(place.found, 'ecosystem');
  const installed = jsonText(place.found, 'version');
  const scheme = schemeOfType(ecosystem);
  const { product, remedy } = reportedPackage({
    name: place.name,
    type: ecosystem,
    purl: null,
    installed,
    fixed: valid.flatMap((advisory) => fixedVersions(advisory, { name: place.name, ecosystem })),
    scheme,
    // OSV names the source package for Debian, Ubuntu and Alpine.
    source: { name: place.name, version: installed },
  });
  const cvss = cvssOf(group, valid);
  sink.flaw(
    flawOf({
      host: place.host,
      record: place.record,
      check,
      title: valid.map((advisory) => jsonText(advisory, 'summary')).find((text) => text !== null) ?? check,
      product,
      fixes: fixIds([...new Set(names)], product),
      ...namedCves(names.join(' ')),
      severity: severityOf(valid, cvss),
      cvss,
      evidence: evidenceLines({
        package: `${place.name} ${installed ?? ''}`.trim(),
        ecosystem,
        'also called': names.filter((name) => name !== check).join(', '),
        details: jsonText(valid[0] ?? null, 'details'),
      }),
      remedy,
    }),
  );
}

/**
 * The ends of all ranges of this package; the one above the installed version is chosen later. A package of Debian or
 * Alpine has ranges for each release (`Debian:12`): those of others end at versions that this one never has.
 */
function fixedVersions(
  advisory: JsonObject,
  { name, ecosystem }: { name: string; ecosystem: string | null },
): string[] {
  const affected = jsonList(advisory, 'affected').map(jsonObject);
  const named = affected.filter((entry) => jsonText(entry, 'package', 'name') === name);
  const ofRelease = named.filter((entry) => jsonText(entry, 'package', 'ecosystem') === ecosystem);
  const own = ofRelease.length > 0 ? ofRelease : named;
  const ranges = own.flatMap((entry) => jsonList(entry, 'ranges').map(jsonObject));
  return ranges
    .filter((range) => jsonText(range, 'type') !== 'GIT')
    .flatMap((range) => jsonList(range, 'events').map((event) => jsonText(jsonObject(event), 'fixed') ?? ''))
    .filter(Boolean);
}

/** OSV has vectors, the group their highest score: they belong together only where there is one vector. */
function cvssOf(group: JsonObject | null, advisories: readonly JsonObject[]): ReportedCvss | null {
  const vectors = new Set(
    advisories.flatMap((advisory) =>
      jsonList(advisory, 'severity').map((entry) => jsonText(jsonObject(entry), 'score') ?? ''),
    ),
  );
  const [vector] = vectors;
  const score = jsonText(group, 'max_severity');
  if (vectors.size === 1) return readCvss('3.1', score, vector);
  const versions = new Set([...vectors].map((text) => readCvss('2.0', '1', text)?.version));
  const [version = '3.1'] = versions.size === 1 ? versions : [];
  return readCvss(version, score, null);
}

function severityOf(advisories: readonly JsonObject[], cvss: ReportedCvss | null): ReportedSeverity {
  const words = advisories.map((advisory) =>
    severityOfWord(jsonText(advisory, 'database_specific', 'severity') ?? ''),
  );
  return words.find((word) => word !== null) ?? (cvss === null ? null : severityOfScore(cvss.score));
}
