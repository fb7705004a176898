import { schemeOfSystem } from './ecosystem-scheme.ts';
import { jsonField, jsonObject, jsonText, jsonTexts, readJson, type JsonObject } from './json-records.ts';
import { reportInvalid } from './report-error.ts';
import { flawOf, hostOf } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { bestCvss, readCvss, severityOfWord } from './report-rating.ts';
import { evidenceLines, fixIds, reportedPackage } from './reported-package.ts';

/** NeuVector: the scan report of an image, as its API and scanner write it. */
export const neuvector: ReportImporter = {
  title: 'a NeuVector scan report (JSON)',
  tool: 'NeuVector',
  tier: 'A',
  evidence:
    'unittests/scans/neuvector/one_vuln.json of DefectDojo/django-DefectDojo (BSD-3-Clause); the name of the image by the published API',
  recognises: (head) =>
    head.startsWith('{') &&
    /^\{\s*"(?:report|error_message)"\s*:/.test(head) &&
    /"(?:score_v3|vulnerabilities)"\s*:/.test(head),
  read: readReport,
};

const HOST = 'image';
const OTHER = new Map([
  ['checks', 'configuration check'],
  ['secrets', 'secret'],
  ['setid_perms', 'file permission'],
]);
const FACTS = ['registry', 'repository', 'tag', 'digest', 'image_id', 'base_os', 'verdict'];

function readReport(input: ReportInput, sink: ReportSink): ReportFacts {
  const facts = new Map<string, string>();
  let isReport = false;
  let record = 0;
  // The system that says how versions are ordered may stand behind the flaws: it is read first.
  readJson(
    input.documents[0],
    ['$.report.vulnerabilities', ...FACTS.map((name) => `$.report.${name}`)],
    (value, [, part]) => {
      isReport = true;
      if (part !== 'vulnerabilities' && typeof value === 'string' && value !== '')
        facts.set(String(part), value);
    },
  );
  if (!isReport) throw reportInvalid('it holds no vulnerabilities');
  const paths = ['vulnerabilities', ...OTHER.keys()].map((name) => `$.report.${name}.*`);
  readJson(input.documents[0], paths, (value, [, part]) => {
    if (part !== 'vulnerabilities') return sink.skip(OTHER.get(String(part)) ?? 'of another kind');
    record += 1;
    emitFlaw(jsonObject(value), record, { os: facts.get('base_os') ?? null, sink });
  });
  const path = [
    facts
      .get('registry')
      ?.replace(/^https?:\/\//, '')
      .replace(/\/$/, ''),
    facts.get('repository'),
  ];
  const tag = facts.has('tag') ? `:${facts.get('tag')}` : '';
  const name = `${path.filter(Boolean).join('/')}${tag}`;
  sink.host(
    hostOf({
      key: HOST,
      kind: 'image',
      name: name || input.fileName,
      cloudId: facts.get('digest') ?? facts.get('image_id') ?? null,
      os: facts.get('base_os') ?? null,
      credentialed: true,
      complete: true,
    }),
  );
  return { tool: 'NeuVector', toolVersion: null, madeAt: null };
}

function emitFlaw(
  flaw: JsonObject | null,
  record: number,
  { os, sink }: { os: string | null; sink: ReportSink },
): void {
  const check = jsonText(flaw, 'name');
  const name = jsonText(flaw, 'package_name');
  if (check === null || name === null) return sink.skip('a record without id or package');
  const path = jsonText(flaw, 'file_name');
  const { product, remedy } = reportedPackage({
    name,
    type: null,
    purl: null,
    installed: jsonText(flaw, 'package_version'),
    fixed: jsonText(flaw, 'fixed_version'),
    // A package found in a file is one of a language.
    scheme: path === null ? schemeOfSystem(os) : null,
  });
  const ids = [check, ...jsonTexts(flaw, 'cves')];
  sink.flaw(
    flawOf({
      host: HOST,
      check,
      title: `${name}: ${check}`,
      product,
      fixes: fixIds(ids, product),
      ...namedCves(ids.join(' ')),
      severity: severityOfWord(jsonText(flaw, 'severity') ?? ''),
      cvss: bestCvss([
        readCvss('3.1', jsonText(flaw, 'score_v3'), jsonText(flaw, 'vectors_v3')),
        readCvss('2.0', jsonText(flaw, 'score'), jsonText(flaw, 'vectors')),
      ]),
      status: jsonTexts(flaw, 'tags').includes('accepted') ? 'accepted' : 'open',
      evidence: evidenceLines({
        package: `${name} ${jsonText(flaw, 'package_version') ?? ''}`.trim(),
        path,
        'in base image': jsonField(flaw, 'in_base_image') === true ? 'yes' : null,
        'feed rating': jsonText(flaw, 'feed_rating'),
        link: jsonText(flaw, 'link'),
        description: jsonText(flaw, 'description'),
      }),
      remedy,
      record,
    }),
  );
}
