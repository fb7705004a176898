import type { ReportedFlaw, ReportedHost } from '#core/advisory/reported-flaw.ts';
import {
  jsonField,
  jsonObject,
  jsonText,
  jsonTexts,
  readJson,
  type JsonObject,
  type JsonPath,
} from './json-records.ts';
import { packageVersion, schemeOfType } from './ecosystem-scheme.ts';
import { reportEmpty, reportInvalid } from './report-error.ts';
import { flawOf, hostOf, scanTimes, sightTimes, type HostParts } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { bestCvss, readCvss, severityOfWord } from './report-rating.ts';
import { reportClock, type ReportClock } from './report-time.ts';
import { evidenceLines, fixIds, remedyOf, reportedPackage } from './reported-package.ts';
import { trivyScope } from './trivy-scope.ts';

/** Trivy of images, file systems, repositories, machines and clusters. */
export const trivy: ReportImporter = {
  title: 'a Trivy report (JSON)',
  tool: 'Trivy',
  tier: 'A',
  evidence:
    'unittests/scans/trivy of DefectDojo/django-DefectDojo (BSD-3-Clause), schema 2; the list of schema 1 and clusters by tests of our own',
  recognises: (head) =>
    (head.startsWith('{') &&
      /"(?:ArtifactName|ClusterName)"\s*:/.test(head) &&
      /"(?:SchemaVersion|Results|Resources|Vulnerabilities)"\s*:/.test(head)) ||
    (head.startsWith('[') && /^\[\s*\{\s*"Target"\s*:/.test(head)),
  read: (input, sink) => new TrivyRead(input, sink).run(),
};

/** Where results stand: below the root, below a resource of a cluster, or (schema 1) in the root's array. */
const RESULT_PARENTS = ['$.Results.*', '$.Resources.*.Results.*', '$.Vulnerabilities.*.Results.*', '$.*'];
const RESULT_FIELDS = [
  'Target',
  'Type',
  'Class',
  'Packages.*',
  'Vulnerabilities.*',
  'ExperimentalModifiedFindings.*',
];
const OTHER_FINDINGS = {
  Misconfigurations: 'misconfiguration',
  Secrets: 'secret',
  Licenses: 'licence',
} as const;
const ARTIFACT = [
  'SchemaVersion',
  'ArtifactName',
  'ArtifactType',
  'CreatedAt',
  'Metadata',
  'Trivy',
  'ClusterName',
];
const RESOURCE = ['Namespace', 'Kind', 'Name'];
/** Why a resource of a cluster was not scanned to its end. */
const RESOURCE_ERROR = 'Error';
const MAX_PACKAGES = 1_000_000;

const PATHS = [
  ...ARTIFACT.map((name) => `$.${name}`),
  ...['Resources', 'Vulnerabilities'].flatMap((group) =>
    [...RESOURCE, RESOURCE_ERROR].map((name) => `$.${group}.*.${name}`),
  ),
  ...RESULT_PARENTS.flatMap((parent) =>
    [...RESULT_FIELDS, ...Object.keys(OTHER_FINDINGS).map((name) => `${name}.*`)].map(
      (name) => `${parent}.${name}`,
    ),
  ),
];

interface SourcePackage {
  readonly name: string;
  readonly version: string | null;
}

/** One pass over a report: what was said of the artifact, the resource and the result that is being read. */
class TrivyRead {
  readonly #input: ReportInput;
  readonly #sink: ReportSink;
  readonly #clock: ReportClock;
  readonly #artifact = new Map<string, unknown>();
  readonly #resource = new Map<string, string>();
  readonly #sources = new Map<string, SourcePackage>();
  readonly #scope = trivyScope();
  /** The resources of a cluster, held until the whole report has shown what was left out. */
  readonly #resourceHosts: ReportedHost[] = [];
  #result: { key: string; target: string; type: string } = { key: '', target: '', type: '' };
  #systemTarget = '';
  #firstTarget = '';
  #record = 0;

  constructor(input: ReportInput, sink: ReportSink) {
    this.#input = input;
    this.#sink = sink;
    this.#clock = reportClock(input.zone);
  }

  run(): ReportFacts {
    readJson(this.#input.documents[0], PATHS, (value, path) => this.#take(value, path));
    const isCluster = this.#artifact.has('ClusterName');
    if (!isCluster && !this.#artifact.has('ArtifactName') && this.#firstTarget === '') {
      throw this.#artifact.size === 0 ? reportInvalid('it names no artifact') : reportEmpty();
    }
    this.#leaveResource();
    if (isCluster && this.#resourceHosts.length === 0) throw reportEmpty();
    this.#handOn(isCluster ? this.#resourceHosts : [...this.#resourceHosts, this.#artifactHost()]);
    const made = this.#clock(this.#text('CreatedAt'));
    return {
      tool: 'Trivy',
      toolVersion: jsonText(jsonObject(this.#artifact.get('Trivy')), 'Version'),
      madeAt: made?.at ?? null,
    };
  }

  #handOn(hosts: readonly ReportedHost[]): void {
    for (const host of hosts) {
      this.#sink.host({ ...host, complete: host.complete && this.#scope.isWhole(host.kind) });
    }
  }

  #text(name: string): string | null {
    const value = this.#artifact.get(name);
    return typeof value === 'string' && value !== '' ? value : null;
  }

  #take(value: unknown, path: JsonPath): void {
    const at = path.findLastIndex((step) => typeof step === 'string');
    const field = String(path[at]);
    const [group, index] = path;
    if (path.length === 1) return void this.#artifact.set(field, value);
    const isResource = group === 'Resources' || group === 'Vulnerabilities';
    if (isResource) this.#enterResource(`${group}.${index}`);
    if (isResource && at === 2) this.#resource.set(field, typeof value === 'string' ? value : '');
    else this.#takeOfResult(path.slice(0, at).join('.'), field, value);
  }

  #enterResource(key: string): void {
    if (this.#resource.get('key') === key) return;
    this.#leaveResource();
    this.#resource.set('key', key);
  }

  /** Hands the resource of a cluster on; what was found in it came before. */
  #leaveResource(): void {
    const key = this.#resource.get('key');
    if (key === undefined) return;
    // Names are unique within a cluster: a second one has the same for other things.
    const place = RESOURCE.map((field) => this.#resource.get(field) ?? '');
    const name = [this.#text('ClusterName') ?? '', ...place].filter(Boolean);
    const complete = (this.#resource.get(RESOURCE_ERROR) ?? '') === '';
    if (!complete) this.#sink.skip('error of the scan');
    this.#resourceHosts.push(
      hostOf({ key, kind: 'cloud-resource', name: name.join('/'), credentialed: true, complete }),
    );
    this.#resource.clear();
  }

  #takeOfResult(key: string, field: string, value: unknown): void {
    if (this.#result.key !== key) {
      this.#result = { key, target: '', type: '' };
      this.#sources.clear();
    }
    if (field === 'Target') this.#result.target = String(value);
    else if (field === 'Type') this.#result.type = String(value);
    else if (field === 'Class') this.#scope.noteClass(String(value));
    else if (field === 'Packages') this.#takePackage(jsonObject(value));
    else if (field === 'Vulnerabilities') this.#takeFlaw(jsonObject(value), null);
    else if (field === 'ExperimentalModifiedFindings') this.#takeModified(jsonObject(value));
    else if (field in OTHER_FINDINGS) this.#sink.skip(OTHER_FINDINGS[field as keyof typeof OTHER_FINDINGS]);
    this.#noteTarget();
  }

  #noteTarget(): void {
    const { target, type } = this.#result;
    this.#firstTarget ||= target;
    const scheme = schemeOfType(type);
    if (scheme === 'deb' || scheme === 'rpm' || scheme === 'apk') this.#systemTarget ||= target;
  }

  /** Listed only on demand, before the flaws; the one place where the source package is named. */
  #takePackage(entry: JsonObject | null): void {
    const id = jsonText(entry, 'ID') ?? jsonText(entry, 'Name');
    const name = jsonText(entry, 'SrcName');
    if (id === null || name === null || this.#sources.size >= MAX_PACKAGES) return;
    const version = packageVersion({
      epoch: jsonText(entry, 'SrcEpoch'),
      version: jsonText(entry, 'SrcVersion'),
      release: jsonText(entry, 'SrcRelease'),
    });
    this.#sources.set(id, { name, version });
  }

  #takeModified(entry: JsonObject | null): void {
    const finding = jsonObject(jsonField(entry, 'Finding'));
    if (jsonText(entry, 'Type') !== 'vulnerability') return this.#sink.skip('set aside, not a vulnerability');
    const word = jsonText(entry, 'Status') ?? 'ignored';
    const statement = jsonText(entry, 'Statement');
    this.#takeFlaw(finding, {
      status: asideStatus(word),
      word,
      statement,
    });
  }

  #takeFlaw(
    entry: JsonObject | null,
    aside: { status: ReportedFlaw['status']; word: string; statement: string | null } | null,
  ): void {
    this.#record += 1;
    const check = jsonText(entry, 'VulnerabilityID');
    const name = jsonText(entry, 'PkgName');
    if (check === null || name === null) return this.#sink.skip('a record without id or package');
    if (aside === null) this.#scope.noteFlaw(entry);
    const { target, type } = this.#result;
    const status = jsonText(entry, 'Status');
    const { product, remedy } = reportedPackage({
      name,
      type,
      purl: jsonText(entry, 'PkgIdentifier', 'PURL') ?? jsonText(entry, 'PkgRef'),
      installed: jsonText(entry, 'InstalledVersion'),
      fixed: jsonText(entry, 'FixedVersion'),
      scheme: schemeOfType(type),
      source: this.#sources.get(jsonText(entry, 'PkgID') ?? name) ?? null,
    });
    const ids = [check, ...jsonTexts(entry, 'VendorIDs')];
    this.#sink.flaw(
      flawOf({
        host: this.#resource.get('key') ?? 'artifact',
        check,
        title: jsonText(entry, 'Title') ?? `${name}: ${check}`,
        product,
        fixes: fixIds(ids, product),
        ...namedCves(ids.join(' ')),
        severity: severityOfWord(jsonText(entry, 'Severity') ?? ''),
        cvss: cvssOf(entry),
        status: aside?.status ?? statusOf(status),
        evidence: evidenceLines({
          package: `${name} ${jsonText(entry, 'InstalledVersion') ?? ''}`.trim(),
          status,
          'set aside as': aside?.word,
          statement: aside?.statement,
          target,
          path: jsonText(entry, 'PkgPath'),
          source: jsonText(entry, 'DataSource', 'Name'),
          link: jsonText(entry, 'PrimaryURL'),
        }),
        remedy: remedyOf(remedy),
        ...sightTimes(this.#clock, null, this.#text('CreatedAt')),
        record: this.#record,
      }),
    );
  }

  #artifactHost(): ReportedHost {
    const made = this.#clock(this.#text('CreatedAt'));
    const metadata = jsonObject(this.#artifact.get('Metadata'));
    const system = jsonText(metadata, 'OS', 'Family');
    const target = this.#systemTarget || this.#firstTarget;
    return hostOf({
      key: 'artifact',
      kind: kindOf(this.#text('ArtifactType'), system !== null || this.#systemTarget !== ''),
      name: this.#text('ArtifactName') ?? firstText(jsonTexts(metadata, 'RepoTags')) ?? withoutSystem(target),
      cloudId: digestOf(jsonTexts(metadata, 'RepoDigests')) ?? jsonText(metadata, 'ImageID'),
      os:
        system === null
          ? systemOf(this.#systemTarget)
          : `${system} ${jsonText(metadata, 'OS', 'Name') ?? ''}`,
      ...scanTimes(made, made),
      credentialed: true,
      complete: true,
    });
  }
}

function kindOf(type: string | null, hasSystem: boolean): HostParts['kind'] {
  if (type === 'container_image' || (type === null && hasSystem)) return 'image';
  if (type === 'vm') return 'host';
  return type === 'filesystem' && hasSystem ? 'host' : 'repository';
}

function firstText(texts: readonly string[]): string | null {
  return texts.find((text) => text !== '') ?? null;
}

/** `alpine@sha256:…` names the digest of the manifest. */
function digestOf(references: readonly string[]): string | null {
  return firstText(references.map((text) => /@(sha\d{3}:[0-9a-f]+)$/i.exec(text)?.[1]?.toLowerCase() ?? ''));
}

/** Trivy writes the target of system packages as `name:tag (debian 10.13)`. */
function withoutSystem(target: string): string {
  return target.replace(/ \([^()]*\)$/, '');
}

function systemOf(target: string): string | null {
  return / \(([^()]*)\)$/.exec(target)?.[1] ?? null;
}

/** A fix that is deferred, refused or past the end of life leaves the flaw open. */
function statusOf(word: string | null): ReportedFlaw['status'] {
  return word === 'not_affected' ? 'not-affected' : 'open';
}

/** What a statement (VEX) or a list of ignored flaws says of one that is set aside. */
function asideStatus(word: string): ReportedFlaw['status'] {
  if (word === 'fixed') return 'fixed';
  return word === 'not_affected' ? 'not-affected' : 'accepted';
}

/** The source that Trivy took the severity from first, then other vendors, NVD last. */
function cvssOf(entry: JsonObject | null): ReportedFlaw['cvss'] {
  const bySource = jsonObject(jsonField(entry, 'CVSS'));
  const chosen = jsonText(entry, 'SeveritySource') ?? '';
  const order = (source: string): number => [source === chosen, source !== 'nvd', true].indexOf(true);
  const sources = Object.keys(bySource ?? {}).sort((a, b) => order(a) - order(b));
  return bestCvss(
    sources.flatMap((source) => [
      readCvss('4.0', jsonText(bySource, source, 'V40Score'), jsonText(bySource, source, 'V40Vector')),
      readCvss('3.1', jsonText(bySource, source, 'V3Score'), jsonText(bySource, source, 'V3Vector')),
      readCvss('2.0', jsonText(bySource, source, 'V2Score'), jsonText(bySource, source, 'V2Vector')),
    ]),
  );
}
