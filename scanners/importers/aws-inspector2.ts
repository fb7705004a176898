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
import { eitherTime, flawOf, scanTimes } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { severityOfWord } from './report-rating.ts';
import { reportClock, type ReportClock, type ReportTime } from './report-time.ts';
import { evidenceLines, fixIds, remedyOf } from './reported-package.ts';

/** Amazon Inspector: the answer of ListFindings, the export to S3, or one finding as an event. */
export const awsInspector2: ReportImporter = {
  title: 'Amazon Inspector findings (JSON)',
  tool: 'Amazon Inspector',
  tier: 'A',
  evidence:
    'unittests/scans/aws_inspector2/aws_inspector2_one_vul.json of DefectDojo/django-DefectDojo (BSD-3-Clause); instances, functions and events by the published API reference',
  recognises: (head) =>
    head.startsWith('{') &&
    (/"detail-type"\s*:\s*"Inspector2 Finding"/.test(head) ||
      (/"findings"\s*:/.test(head) &&
        /"(?:packageVulnerabilityDetails|findingArn|inspectorScore)"\s*:/.test(head))),
  read: readFindings,
};

const PACKAGE: AwsPackageWords = {
  name: 'name',
  manager: 'packageManager',
  epoch: 'epoch',
  version: 'version',
  release: 'release',
  arch: 'arch',
  fixed: 'fixedInVersion',
};

function readFindings(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const hosts = hostBook();
  let record = 0;
  let latest: string | null = null;
  readJson(input.documents[0], ['$.findings.*', '$.detail'], (value) => {
    record += 1;
    const finding = jsonObject(value);
    const seen = timeOf(clock, finding, 'lastObservedAt') ?? timeOf(clock, finding, 'updatedAt');
    if (seen !== null && (latest === null || seen.at > latest)) latest = seen.at;
    const resources = jsonList(finding, 'resources').map((entry) => resourceOf(jsonObject(entry)));
    for (const resource of resources) {
      if (resource === null) {
        sink.skip('a record without resource');
        continue;
      }
      hosts.note({ ...awsHost(resource), ...scanTimes(seen, seen) });
      emitFinding(finding, { resource, record, clock }, sink);
    }
    if (resources.length === 0) sink.skip('a record without resource');
  });
  if (record === 0) throw reportInvalid('it holds no findings');
  hosts.handOn(sink);
  return { tool: 'Amazon Inspector', toolVersion: null, madeAt: latest };
}

/** Version 1 of the AWS command line writes times as the service sends them: seconds since 1970. */
function timeOf(clock: ReportClock, finding: JsonObject | null, field: string): ReportTime | null {
  const text = jsonText(finding, field);
  return eitherTime(clock, text, text);
}

function resourceOf(entry: JsonObject | null): AwsResource | null {
  const id = jsonText(entry, 'id');
  if (id === null) return null;
  const details = jsonObject(jsonField(entry, 'details'));
  const instance = jsonObject(jsonField(details, 'awsEc2Instance'));
  const image = jsonObject(jsonField(details, 'awsEcrContainerImage'));
  const lambda = jsonObject(jsonField(details, 'awsLambdaFunction'));
  return {
    id,
    type: jsonText(entry, 'type') ?? '',
    name: jsonText(entry, 'tags', 'Name') ?? jsonText(lambda, 'functionName'),
    addresses: [...jsonTexts(instance, 'ipV4Addresses'), ...jsonTexts(instance, 'ipV6Addresses')],
    platform: jsonText(instance, 'platform') ?? jsonText(image, 'platform'),
    repository: jsonText(image, 'repositoryName'),
    tag: jsonTexts(image, 'imageTags')[0] ?? null,
    digest: jsonText(image, 'imageHash'),
  };
}

const statuses: ReadonlyMap<string, ReportedFlaw['status']> = new Map([
  ['SUPPRESSED', 'accepted'],
  ['CLOSED', 'fixed'],
]);

function emitFinding(
  finding: JsonObject | null,
  { resource, record, clock }: { resource: AwsResource; record: number; clock: ReportClock },
  sink: ReportSink,
): void {
  const details = jsonObject(jsonField(finding, 'packageVulnerabilityDetails'));
  const check = jsonText(details, 'vulnerabilityId');
  if (details === null || check === null) return sink.skip('not a package vulnerability');
  const packages = jsonList(details, 'vulnerablePackages').map(jsonObject);
  const ids = [check, ...jsonTexts(details, 'relatedVulnerabilities')];
  const status = jsonText(finding, 'status');
  for (const found of packages.length === 0 ? [null] : packages) {
    const { product, remedy } = readAwsPackage(found, PACKAGE, resource.platform);
    sink.flaw(
      flawOf({
        host: resource.id,
        check,
        title: jsonText(finding, 'title') ?? check,
        product,
        fixes: fixIds([...ids, jsonText(details, 'sourceUrl') ?? ''], product),
        ...namedCves(ids.join(' ')),
        severity: severityOfWord(jsonText(finding, 'severity') ?? ''),
        cvss: cvssOf(details),
        status: statuses.get(status ?? '') ?? 'open',
        evidence: evidenceLines({
          package:
            found === null ? null : `${jsonText(found, 'name') ?? ''} ${jsonText(found, 'version') ?? ''}`,
          path: jsonText(found, 'filePath'),
          status,
          source: jsonText(details, 'source'),
          'vendor severity': jsonText(details, 'vendorSeverity'),
          'exploit available': jsonText(finding, 'exploitAvailable'),
          finding: jsonText(finding, 'findingArn'),
          description: jsonText(finding, 'description'),
        }),
        remedy: remedyOf(
          jsonText(found, 'remediation'),
          jsonText(finding, 'remediation', 'recommendation', 'text'),
          remedy,
        ),
        firstSeen: timeOf(clock, finding, 'firstObservedAt')?.at ?? null,
        lastSeen: timeOf(clock, finding, 'lastObservedAt')?.at ?? null,
        record,
      }),
    );
  }
}

function cvssOf(details: JsonObject): ReportedCvss | null {
  return ratingOf(
    jsonList(details, 'cvss').map((value) => {
      const entry = jsonObject(value);
      return {
        source: jsonText(entry, 'source'),
        version: jsonText(entry, 'version'),
        score: jsonText(entry, 'baseScore'),
        vector: jsonText(entry, 'scoringVector'),
      };
    }),
  );
}
