import type { ReportedCvss, ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import { awsHost, readAwsPackage, type AwsPackageWords, type AwsResource } from './aws-resource.ts';
import { ratingOf } from './cvss-ratings.ts';
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
import { reportInvalid } from './report-error.ts';
import { flawOf, scanTimes, sightTimes } from './report-flaw.ts';
import { cveIds, namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { severityOfWord } from './report-rating.ts';
import { reportClock, type ReportClock } from './report-time.ts';
import { evidenceLines, fixIds, remedyOf } from './reported-package.ts';

/** AWS Security Hub: findings in the AWS Security Finding Format, from a file or an event. */
export const awsSecurityHub: ReportImporter = {
  title: 'AWS Security Hub findings (ASFF, JSON)',
  tool: 'AWS Security Hub',
  tier: 'A',
  evidence:
    'unittests/scans/awssecurityhub/inspector_ecr.json of DefectDojo/django-DefectDojo (BSD-3-Clause); instances and events by the published format',
  recognises: (head) =>
    head.startsWith('{') &&
    /"(?:Findings|findings)"\s*:/.test(head) &&
    /"SchemaVersion"\s*:\s*"2018-10-08"/.test(head),
  read: readFindings,
};

const PACKAGE: AwsPackageWords = {
  name: 'Name',
  manager: 'PackageManager',
  epoch: 'Epoch',
  version: 'Version',
  release: 'Release',
  arch: 'Architecture',
  fixed: 'FixedInVersion',
};

function readFindings(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const hosts = hostBook();
  let record = 0;
  let latest: string | null = null;
  readJson(input.documents[0], ['$.Findings.*', '$.findings.*', '$.detail.findings.*'], (value) => {
    record += 1;
    const finding = jsonObject(value);
    const seen = clock(jsonText(finding, 'LastObservedAt') ?? jsonText(finding, 'UpdatedAt'));
    if (seen !== null && (latest === null || seen.at > latest)) latest = seen.at;
    const listed = jsonList(finding, 'Resources');
    const resources = listed.flatMap((entry) => resourceOf(jsonObject(entry), finding));
    for (const resource of resources) {
      hosts.note({ ...awsHost(resource), ...scanTimes(seen, seen) });
      emitFinding(finding, { resource, record, clock }, sink);
    }
    // Each resource is a result of its own; a finding without any is one, too.
    for (let left = Math.max(listed.length, 1) - resources.length; left > 0; left -= 1)
      sink.skip('a record without resource');
  });
  if (record === 0) throw reportInvalid('it holds no findings');
  hosts.handOn(sink);
  return { tool: 'AWS Security Hub', toolVersion: null, madeAt: latest };
}

const PLATFORM = /^aws\/inspector\/resources\/\d+\/resourceDetails\/aws\w+Details\/platform$/;

function resourceOf(entry: JsonObject | null, finding: JsonObject | null): AwsResource[] {
  const id = jsonText(entry, 'Id');
  if (id === null) return [];
  const details = jsonObject(jsonField(entry, 'Details'));
  const instance = jsonObject(jsonField(details, 'AwsEc2Instance'));
  const image = jsonObject(jsonField(details, 'AwsEcrContainerImage'));
  // Only the fields of the product that found it tell the system.
  const fields = jsonObject(jsonField(finding, 'ProductFields'));
  const platform = Object.keys(fields ?? {}).find((key) => PLATFORM.test(key));
  return [
    {
      id,
      type: jsonText(entry, 'Type') ?? '',
      name: jsonText(entry, 'Tags', 'Name') ?? jsonText(details, 'AwsLambdaFunction', 'FunctionName'),
      addresses: [...jsonTexts(instance, 'IpV4Addresses'), ...jsonTexts(instance, 'IpV6Addresses')],
      platform: platform === undefined ? null : jsonText(fields, platform),
      repository: jsonText(image, 'RepositoryName'),
      tag: jsonTexts(image, 'ImageTags')[0] ?? null,
      digest: jsonText(image, 'ImageDigest'),
    },
  ];
}

interface FindingPlace {
  readonly resource: AwsResource;
  readonly record: number;
  readonly clock: ReportClock;
}

function emitFinding(finding: JsonObject | null, place: FindingPlace, sink: ReportSink): void {
  const flaws = jsonList(finding, 'Vulnerabilities').map(jsonObject);
  if (flaws.length > 0) {
    for (const flaw of flaws) emitFlaw(finding, flaw, place, sink);
    return;
  }
  const isFlaw = jsonTexts(finding, 'Types').some((type) => /\/Vulnerabilities(?:\/|$)/i.test(type));
  if (!isFlaw) return sink.skip('not a vulnerability');
  emitFlaw(finding, null, place, sink);
}

/** One flaw for each package; where the packages are left out, one of the resource. */
function emitFlaw(
  finding: JsonObject | null,
  flaw: JsonObject | null,
  place: FindingPlace,
  sink: ReportSink,
): void {
  const title = jsonText(finding, 'Title') ?? '';
  const check = jsonText(flaw, 'Id') ?? cveIds(title)[0] ?? jsonText(finding, 'GeneratorId');
  if (check === null) return sink.skip('a record without id or package');
  const packages = jsonList(flaw, 'VulnerablePackages').map(jsonObject);
  const ids = [check, ...jsonTexts(flaw, 'RelatedVulnerabilities')];
  for (const found of packages.length === 0 ? [null] : packages) {
    const { product, remedy } = readAwsPackage(found, PACKAGE, place.resource.platform);
    sink.flaw(
      flawOf({
        host: place.resource.id,
        check,
        title: title || check,
        product,
        fixes: fixIds([...ids, jsonText(flaw, 'Vendor', 'Url') ?? ''], product),
        ...namedCves(ids.join(' ')),
        severity: severityOfWord(jsonText(finding, 'Severity', 'Label') ?? ''),
        cvss: cvssOf(flaw),
        status: statusOf(finding),
        evidence: evidenceLines({
          package:
            found === null ? null : `${jsonText(found, 'Name') ?? ''} ${jsonText(found, 'Version') ?? ''}`,
          path: jsonText(found, 'FilePath'),
          'record state': jsonText(finding, 'RecordState'),
          workflow: jsonText(finding, 'Workflow', 'Status'),
          vendor: jsonText(flaw, 'Vendor', 'Name'),
          'vendor severity': jsonText(flaw, 'Vendor', 'VendorSeverity'),
          'exploit available': jsonText(flaw, 'ExploitAvailable'),
          finding: jsonText(finding, 'Id'),
          description: jsonText(finding, 'Description'),
        }),
        remedy: remedyOf(
          jsonText(found, 'Remediation'),
          jsonText(finding, 'Remediation', 'Recommendation', 'Text'),
          remedy,
        ),
        ...sightTimes(place.clock, jsonText(finding, 'FirstObservedAt'), jsonText(finding, 'LastObservedAt')),
        record: place.record,
      }),
    );
  }
}

/**
 * An archived record is one that its product no longer sees. What Inspector itself calls suppressed, among the fields of
 * the product, is still there, whatever the record's state. Whether it is a false positive says who verified it.
 */
function statusOf(finding: JsonObject | null): ReportedFlaw['status'] {
  const workflow = jsonText(finding, 'Workflow', 'Status');
  if (jsonText(finding, 'ProductFields', 'aws/inspector/FindingStatus') === 'SUPPRESSED') return 'accepted';
  const verified = jsonText(finding, 'VerificationState');
  if (verified === 'FALSE_POSITIVE') return 'not-affected';
  if (jsonText(finding, 'RecordState') === 'ARCHIVED' || workflow === 'RESOLVED') return 'fixed';
  return workflow === 'SUPPRESSED' || verified === 'BENIGN_POSITIVE' ? 'accepted' : 'open';
}

function cvssOf(flaw: JsonObject | null): ReportedCvss | null {
  return ratingOf(
    jsonList(flaw, 'Cvss').map((value) => {
      const entry = jsonObject(value);
      return {
        source: jsonText(entry, 'Source'),
        version: jsonText(entry, 'Version'),
        score: jsonText(entry, 'BaseScore'),
        vector: jsonText(entry, 'BaseVector'),
      };
    }),
  );
}
