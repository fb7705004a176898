import { clairOld } from './clair-old.ts';
import { ratingOf, type CvssRating } from './cvss-ratings.ts';
import { schemeOfSystem, schemeOfType } from './ecosystem-scheme.ts';
import {
  jsonField,
  jsonList,
  jsonObject,
  jsonText,
  jsonTexts,
  readJson,
  type JsonObject,
} from './json-records.ts';
import { reportInvalid } from './report-error.ts';
import { flawOf, hostOf } from './report-flaw.ts';
import { namedCves, vendorFixes } from './report-identifiers.ts';
import { fixesOfVendor } from './vendor-fixes-of.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { severityOfWord } from './report-rating.ts';
import { evidenceLines, fixIds, reportedPackage } from './reported-package.ts';

/** Clair: the vulnerability report of version 4, and what clair-scanner and klar write. */
export const clair: ReportImporter = {
  title: 'a Clair report (JSON)',
  tool: 'Clair',
  tier: 'A',
  evidence:
    'clair-scanner and klar: unittests/scans/clair of DefectDojo/django-DefectDojo (BSD-3-Clause); version 4 by the published API schema only',
  recognises: (head) =>
    head.startsWith('{') &&
    (/"manifest_hash"\s*:/.test(head) ||
      (/"unapproved"\s*:/.test(head) && /"(?:image|vulnerabilities)"\s*:/.test(head)) ||
      (/"LayerCount"\s*:/.test(head) && /"Vulnerabilities"\s*:/.test(head))),
  read: (input, sink) => readVersion4(input, sink) ?? clairOld(input, sink),
};

interface Report4 {
  readonly hash: string;
  readonly packages: ReadonlyMap<string, JsonObject | null>;
  readonly systems: ReadonlyMap<string, JsonObject | null>;
  /** Ids of packages by the id of the flaw. */
  readonly affected: ReadonlyMap<string, readonly string[]>;
  readonly ratings: ReadonlyMap<string, readonly CvssRating[]>;
}

/** @returns null when the report is not of version 4 */
function readVersion4(input: ReportInput, sink: ReportSink): ReportFacts | null {
  const report = readParts(input);
  if (report === null) return null;
  const [system] = report.systems.values();
  const os = jsonText(system ?? null, 'pretty_name') ?? systemName(system ?? null);
  sink.host(
    hostOf({ key: report.hash, kind: 'image', cloudId: report.hash, os, credentialed: true, complete: true }),
  );
  let record = 0;
  const undescribed = new Map(report.affected);
  readJson(input.documents[0], ['$.vulnerabilities.*'], (value, path) => {
    record += 1;
    const flaw = jsonObject(value);
    const id = String(path[1]);
    undescribed.delete(id);
    const packages = report.affected.get(id) ?? [];
    if (packages.length === 0) sink.skip('a record without id or package');
    for (const key of packages) emitFlaw(flaw, { id, key, record, report, os }, sink);
  });
  for (const packages of undescribed.values())
    packages.forEach(() => sink.skip('a package with a flaw that is not described'));
  return { tool: 'Clair', toolVersion: '4', madeAt: null };
}

/** Packages stand before, their flaws behind the list of flaws: all but the flaws themselves is read first. */
function readParts(input: ReportInput): Report4 | null {
  const hashes: string[] = [];
  const packages = new Map<string, JsonObject | null>();
  const systems = new Map<string, JsonObject | null>();
  const affected = new Map<string, string[]>();
  const ratings = new Map<string, CvssRating[]>();
  const paths = [
    '$.manifest_hash',
    '$.packages.*',
    '$.distributions.*',
    '$.package_vulnerabilities.*',
    '$.enrichments.*.*',
  ];
  readJson(input.documents[0], paths, (value, [part, key]) => {
    const id = String(key);
    if (part === 'manifest_hash' && typeof value === 'string') hashes.push(value);
    else if (part === 'packages') packages.set(id, jsonObject(value));
    else if (part === 'distributions') systems.set(id, jsonObject(value));
    else if (part === 'package_vulnerabilities') {
      for (const flaw of jsonTexts({ ids: value }, 'ids'))
        affected.set(flaw, [...(affected.get(flaw) ?? []), id]);
    } else if (part === 'enrichments') noteRatings(jsonObject(value), ratings);
  });
  const [hash] = hashes;
  if (hash === undefined) {
    if (affected.size > 0) throw reportInvalid('it names no image');
    return null;
  }
  return { hash, packages, systems, affected, ratings };
}

/** Clair's CVSS enrichment: lists of NVD's ratings by the id of the flaw. */
function noteRatings(entry: JsonObject | null, ratings: Map<string, CvssRating[]>): void {
  for (const id of Object.keys(entry ?? {})) {
    const found = jsonList(entry, id).map((value) => {
      const rating = jsonObject(value);
      return {
        source: 'nvd',
        version: jsonText(rating, 'version'),
        score: jsonText(rating, 'baseScore'),
        vector: jsonText(rating, 'vectorString'),
      };
    });
    ratings.set(id, [...(ratings.get(id) ?? []), ...found]);
  }
}

function systemName(system: JsonObject | null): string | null {
  const name = jsonText(system, 'did') ?? jsonText(system, 'name');
  return name === null
    ? null
    : `${name} ${jsonText(system, 'version_id') ?? jsonText(system, 'version') ?? ''}`.trim();
}

function emitFlaw(
  flaw: JsonObject | null,
  place: { id: string; key: string; record: number; report: Report4; os: string | null },
  sink: ReportSink,
): void {
  const found = place.report.packages.get(place.key) ?? null;
  const check = jsonText(flaw, 'name');
  const name = jsonText(found, 'name');
  if (check === null || name === null) return sink.skip('a record without id or package');
  const source = jsonObject(jsonField(found, 'source'));
  const sourceName = jsonText(source, 'name');
  const own = jsonObject(jsonField(flaw, 'dist'));
  const installed = jsonText(found, 'version');
  const scheme =
    schemeOfSystem(systemName(own)) ??
    schemeOfType(jsonText(flaw, 'repo', 'name')) ??
    schemeOfSystem(place.os);
  const { product, remedy } = reportedPackage({
    name,
    type: null,
    purl: null,
    installed,
    fixed: jsonText(flaw, 'fixed_in_version'),
    scheme,
    arch: jsonText(found, 'arch'),
    source: sourceName === null ? null : { name: sourceName, version: jsonText(source, 'version') },
  });
  const links = jsonText(flaw, 'links') ?? '';
  sink.flaw(
    flawOf({
      host: place.report.hash,
      check,
      title: `${name}: ${check}`,
      product,
      fixes: [...fixIds([check], product), ...fixesOfVendor(vendorFixes(links), systemName(own) ?? place.os)],
      ...namedCves(`${check} ${links}`),
      severity: severityOfWord(jsonText(flaw, 'normalized_severity') ?? ''),
      cvss: ratingOf(place.report.ratings.get(place.id) ?? []),
      evidence: evidenceLines({
        package: `${name} ${installed ?? ''}`.trim(),
        severity: jsonText(flaw, 'severity'),
        updater: jsonText(flaw, 'updater'),
        links,
        description: jsonText(flaw, 'description'),
      }),
      remedy,
      record: place.record,
    }),
  );
}
