import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import { schemeOfSystem } from './ecosystem-scheme.ts';
import { jsonObject, jsonText, readJson, type JsonObject } from './json-records.ts';
import { reportInvalid } from './report-error.ts';
import { flawOf, hostOf } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportInput, ReportSink } from './report-importer.ts';
import { severityOfWord } from './report-rating.ts';
import { evidenceLines, fixIds, reportedPackage } from './reported-package.ts';

const HOST = 'image';
/** A white list of clair-scanner is short; beyond this it is none. */
const MAX_UNAPPROVED = 1_000_000;

/**
 * Reports of clients of Clair 2: clair-scanner (names the image; what its white list holds is not "unapproved")
 * and klar (flaws by severity; the image stands in the name of the file only).
 */
export function clairOld(input: ReportInput, sink: ReportSink): ReportFacts {
  const unapproved = new Set<string>();
  const seen = {
    image: '',
    isReport: false,
    hasList: false,
    isKlar: false,
    system: null as string | null,
    record: 0,
  };
  const paths = [
    ...['$.image', '$.ImageName', '$.LayerCount', '$.unapproved', '$.unapproved.*'],
    ...['$.vulnerabilities', '$.vulnerabilities.*', '$.Vulnerabilities', '$.Vulnerabilities.*.*'],
  ];
  readJson(input.documents[0], paths, (value, path) => {
    const [part] = path;
    seen.isReport = true;
    seen.isKlar ||= part === 'LayerCount' || part === 'Vulnerabilities';
    if (part === 'image' || part === 'ImageName') seen.image = typeof value === 'string' ? value : '';
    else if (part === 'unapproved') {
      seen.hasList = true;
      if (path.length === 2 && unapproved.size < MAX_UNAPPROVED) unapproved.add(String(value));
    } else if (path.length > 1) {
      seen.record += 1;
      const flaw = jsonObject(value);
      seen.system ??= field(flaw, 'namespace', 'NamespaceName');
      const check = field(flaw, 'vulnerability', 'Name');
      const isListed = seen.hasList && check !== null && !unapproved.has(check);
      emitFlaw(flaw, { record: seen.record, status: isListed ? 'accepted' : 'open' }, sink);
    }
  });
  if (!seen.isReport) throw reportInvalid('it holds no vulnerabilities');
  const name = seen.image || input.fileName;
  // klar leaves out what is below the severity it was started with, and does not say which that was.
  const complete = !seen.isKlar;
  sink.host(hostOf({ key: HOST, kind: 'image', name, os: seen.system, credentialed: true, complete }));
  return { tool: 'Clair', toolVersion: null, madeAt: null };
}

/** The same field as clair-scanner and as klar name it. */
function field(flaw: JsonObject | null, scanner: string, klar: string): string | null {
  return jsonText(flaw, scanner) ?? jsonText(flaw, klar);
}

function emitFlaw(
  flaw: JsonObject | null,
  { record, status }: { record: number; status: ReportedFlaw['status'] },
  sink: ReportSink,
): void {
  const check = field(flaw, 'vulnerability', 'Name');
  const name = field(flaw, 'featurename', 'FeatureName');
  if (check === null || name === null) return sink.skip('a record without id or package');
  const installed = field(flaw, 'featureversion', 'FeatureVersion');
  const scheme = schemeOfSystem(field(flaw, 'namespace', 'NamespaceName'));
  // Clair 2 lists Debian's and Alpine's features by source, those of RPM systems by binary name.
  const source = { name, version: installed };
  const { product, remedy } = reportedPackage({
    name,
    type: null,
    purl: null,
    installed,
    fixed: field(flaw, 'fixedby', 'FixedBy'),
    scheme,
    source,
  });
  const description = field(flaw, 'description', 'Description') ?? '';
  sink.flaw(
    flawOf({
      host: HOST,
      check,
      title: `${name}: ${check}`,
      product,
      fixes: fixIds([check], product),
      // An erratum names its CVEs in the description only.
      ...namedCves(/^CVE-/i.test(check) ? check : description),
      severity: severityOfWord(field(flaw, 'severity', 'Severity') ?? ''),
      status,
      evidence: evidenceLines({
        package: `${name} ${installed ?? ''}`.trim(),
        'white list': status === 'accepted' ? 'approved' : null,
        severity: field(flaw, 'severity', 'Severity'),
        link: field(flaw, 'link', 'Link'),
        description,
      }),
      remedy,
      record,
    }),
  );
}
