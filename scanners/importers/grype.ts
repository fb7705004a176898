import type { ReportedFlaw, ReportedHost } from '#core/advisory/reported-flaw.ts';
import { ratingOf, type CvssRating } from './cvss-ratings.ts';
import { isSystemScheme, schemeOfType } from './ecosystem-scheme.ts';
import {
  jsonField,
  jsonList,
  jsonObject,
  jsonText,
  jsonTexts,
  isSet,
  readJson,
  type JsonObject,
} from './json-records.ts';
import { reportEmpty } from './report-error.ts';
import { flawOf, hostOf, scanTimes } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { severityOfWord } from './report-rating.ts';
import { reportClock, type ReportTime } from './report-time.ts';
import { evidenceLines, fixIds, reportedPackage, type PackageParts } from './reported-package.ts';

/** Grype of images and directories. */
export const grype: ReportImporter = {
  title: 'a Grype report (JSON)',
  tool: 'Grype',
  tier: 'A',
  evidence:
    'unittests/scans/anchore_grype of DefectDojo/django-DefectDojo (BSD-3-Clause); system packages and ignored matches by tests of our own',
  recognises: (head) =>
    head.startsWith('{') &&
    /"matches"\s*:/.test(head) &&
    /"(?:matchDetails|descriptor|source|artifact)"\s*:/.test(head),
  read: readGrype,
};

const HOST = 'source';

function readGrype(input: ReportInput, sink: ReportSink): ReportFacts {
  const parts = new Map<string, JsonObject | null>();
  let record = 0;
  let ignoredMatches = 0;
  readJson(
    input.documents[0],
    ['$.matches.*', '$.ignoredMatches.*', '$.source', '$.distro', '$.descriptor'],
    (value, [part]) => {
      const entry = jsonObject(value);
      if (part !== 'matches' && part !== 'ignoredMatches') return void parts.set(String(part), entry);
      record += 1;
      const ignored = part === 'ignoredMatches';
      if (ignored) ignoredMatches += 1;
      emitMatch(entry, { record, ignored }, sink);
    },
  );
  const source = parts.get('source') ?? null;
  if (source === null) throw reportEmpty();
  const descriptor = parts.get('descriptor') ?? null;
  const made = reportClock(input.zone)(jsonText(descriptor, 'timestamp'));
  const complete = hasAllMatches(jsonObject(jsonField(descriptor, 'configuration')), ignoredMatches);
  sink.host(hostOfSource(source, { distro: parts.get('distro') ?? null, made, complete }));
  const version = jsonText(descriptor, 'version');
  return { tool: 'Grype', toolVersion: version, madeAt: made?.at ?? null };
}

/** Settings by which Grype leaves matches or paths out; `ignore-wontfix` is what its JSON calls `ignore-states`. */
const FILTERS = ['only-fixed', 'only-notfixed', 'ignore-wontfix', 'ignore-states', 'exclude'];

/**
 * Whether a match that is missing is gone. Grype always writes with what settings it ran. What rules set aside is
 * listed as ignored; with rules and nothing listed, an older version may have left it out.
 */
function hasAllMatches(settings: JsonObject | null, ignoredMatches: number): boolean {
  if (settings === null || FILTERS.some((name) => isSet(jsonField(settings, name)))) return false;
  return ignoredMatches > 0 || jsonList(settings, 'ignore').map(jsonObject).every(isUsualRule);
}

/** Grype's own rules: flaws of the kernel are not those of its headers. */
function isUsualRule(rule: JsonObject | null): boolean {
  const upstream = jsonText(rule, 'package', 'upstream-name') ?? '';
  return jsonText(rule, 'match-type') === 'exact-indirect-match' && /^(?:kernel|linux)$/.test(upstream);
}

function emitMatch(
  match: JsonObject | null,
  { record, ignored }: { record: number; ignored: boolean },
  sink: ReportSink,
): void {
  const flaw = jsonObject(jsonField(match, 'vulnerability'));
  const artifact = jsonObject(jsonField(match, 'artifact'));
  const check = jsonText(flaw, 'id');
  const name = jsonText(artifact, 'name');
  if (check === null || name === null) return sink.skip('a record without id or package');
  const { product, remedy } = reportedPackage(packageOf(artifact, name, flaw));
  const advisories = jsonList(flaw, 'advisories').map((entry) => jsonText(jsonObject(entry), 'id') ?? '');
  const related = jsonList(match, 'relatedVulnerabilities').map(jsonObject);
  const [path] = jsonList(artifact, 'locations').map((entry) => jsonText(jsonObject(entry), 'path'));
  sink.flaw(
    flawOf({
      host: HOST,
      check,
      title: `${name}: ${check}`,
      product,
      fixes: fixIds([check, ...advisories], product),
      ...namedCves([check, ...related.map((entry) => jsonText(entry, 'id') ?? '')].join(' ')),
      severity: severityOfWord(jsonText(flaw, 'severity') ?? ''),
      cvss: ratingOf([flaw, ...related].flatMap(ratingsOf)),
      status: ignored ? ignoredStatus(match) : 'open',
      evidence: evidenceLines({
        package: `${name} ${jsonText(artifact, 'version') ?? ''}`.trim(),
        fix: jsonText(flaw, 'fix', 'state'),
        ignored: ignored ? ignoredReasons(match) : null,
        namespace: jsonText(flaw, 'namespace'),
        path,
        link: jsonText(flaw, 'dataSource'),
        description: jsonText(flaw, 'description'),
      }),
      remedy,
      record,
    }),
  );
}

function packageOf(artifact: JsonObject | null, name: string, flaw: JsonObject | null): PackageParts {
  const type = jsonText(artifact, 'type');
  const scheme = schemeOfType(type);
  const [upstream] = jsonList(artifact, 'upstreams').map(jsonObject);
  const source = jsonText(upstream ?? null, 'name');
  return {
    name,
    type,
    purl: jsonText(artifact, 'purl'),
    installed: jsonText(artifact, 'version'),
    fixed: jsonTexts(flaw, 'fix', 'versions'),
    scheme,
    // A package that is its own source has no upstream entry.
    source: isSystemScheme(scheme)
      ? { name: source ?? name, version: jsonText(upstream ?? null, 'version') }
      : null,
  };
}

/** Vendors' own ratings come with the match, NVD's with the related record. */
function ratingsOf(flaw: JsonObject | null): CvssRating[] {
  return jsonList(flaw, 'cvss').map((value) => {
    const entry = jsonObject(value);
    return {
      source: jsonText(entry, 'source'),
      version: jsonText(entry, 'version'),
      score: jsonText(entry, 'metrics', 'baseScore'),
      vector: jsonText(entry, 'vector'),
    };
  });
}

function ignoredStatus(match: JsonObject | null): ReportedFlaw['status'] {
  const word = ignoredRules(match)
    .map((rule) => jsonText(rule, 'vex-status') ?? '')
    .find(Boolean);
  if (word === 'not_affected') return 'not-affected';
  return word === 'fixed' ? 'fixed' : 'accepted';
}

function ignoredRules(match: JsonObject | null): (JsonObject | null)[] {
  return jsonList(match, 'appliedIgnoreRules').map(jsonObject);
}

function ignoredReasons(match: JsonObject | null): string {
  const reasons = ignoredRules(match).map(
    (rule) => jsonText(rule, 'reason') ?? jsonText(rule, 'vex-justification') ?? jsonText(rule, 'namespace'),
  );
  return reasons.filter((reason) => reason !== null).join(', ') || 'by a rule';
}

function hostOfSource(
  source: JsonObject,
  { distro, made, complete }: { distro: JsonObject | null; made: ReportTime | null; complete: boolean },
): ReportedHost {
  const target = jsonField(source, 'target');
  const image = jsonObject(target);
  const isImage = jsonText(source, 'type') === 'image';
  const system = jsonText(distro, 'name');
  const [tag] = jsonTexts(image, 'tags');
  return hostOf({
    key: HOST,
    kind: isImage ? 'image' : 'repository',
    name: typeof target === 'string' ? target : (jsonText(image, 'userInput') ?? tag ?? null),
    cloudId: jsonText(image, 'manifestDigest') ?? jsonText(image, 'imageID'),
    os: system === null ? null : `${system} ${jsonText(distro, 'version') ?? ''}`,
    ...scanTimes(made, made),
    credentialed: true,
    complete,
  });
}
