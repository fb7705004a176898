import {
  emitVulnerability,
  type CyclonedxRating,
  type CyclonedxTarget,
  type CyclonedxVulnerability,
} from './cyclonedx-flaw.ts';
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
import { hostOf, scanTimes } from './report-flaw.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { reportClock } from './report-time.ts';
import { missingFrom } from '../sbom/completeness.ts';
import type { Composition } from '../sbom/completeness.ts';
import { trivySource } from '../sbom/trivy-source.ts';
import { componentBook, describedThing, type ComponentBook, type SbomComponent } from './sbom-component.ts';

/** CycloneDX: what a tool found in an SBOM (VDR), or what its author says of it (VEX). */
export const cyclonedxJson: ReportImporter = {
  title: 'a CycloneDX document (JSON)',
  tool: 'CycloneDX',
  tier: 'A',
  evidence:
    'unittests/scans/cyclonedx/valid-vulnerability-1.4.json of DefectDojo/django-DefectDojo (BSD-3-Clause), an example of the specification',
  recognises: (head) => head.startsWith('{') && /"bomFormat"\s*:\s*"CycloneDX"/.test(head),
  read: readCyclonedx,
};

const HOST = 'bom';
const NESTED = 64;

function readCyclonedx(input: ReportInput, sink: ReportSink): ReportFacts {
  const components = componentBook();
  const facts = new Map<string, unknown>();
  const compositions: Composition[] = [];
  let vulnerabilities = 0;
  // Components may stand behind the flaws that refer to them: they are read first.
  readJson(
    input.documents[0],
    [
      '$.bomFormat',
      '$.serialNumber',
      '$.metadata',
      '$.components.*',
      '$.compositions.*',
      '$.vulnerabilities.*',
    ],
    (value, [part]) => {
      if (part === 'components') noteComponent(jsonObject(value), components, 0);
      else if (part === 'vulnerabilities') vulnerabilities += 1;
      else if (part === 'compositions') compositions.push(compositionOf(jsonObject(value)));
      else facts.set(String(part), value);
    },
  );
  if (facts.get('bomFormat') !== 'CycloneDX') throw reportInvalid('it is no CycloneDX document');
  const metadata = jsonObject(facts.get('metadata'));
  const described = jsonObject(jsonField(metadata, 'component'));
  const clock = reportClock(input.zone);
  const made = clock(jsonText(metadata, 'timestamp'));
  const subject = described === null ? null : componentOf(described);
  const serial = facts.get('serialNumber');
  const thing = describedThing(subject);
  const name = thing.name ?? (typeof serial === 'string' ? serial : input.fileName);
  sink.host(
    hostOf({
      key: HOST,
      ...thing,
      name,
      ...scanTimes(made, made),
      // A bare SBOM is no scan for flaws, a bare list of statements no scan of components.
      complete: vulnerabilities > 0 && components.size() > 0,
    }),
  );
  components.noteSubject(jsonText(described, 'bom-ref'), subject);
  if (vulnerabilities > 0) emitAll(input, { components, clock, sink });
  const untouched = components.untouched();
  for (let left = untouched; left > 0; left -= 1) sink.skip('component without vulnerability');
  const { tool, toolVersion } = toolOf(metadata);
  const subjectRef = jsonText(described, 'bom-ref');
  const hasSubject = subject !== null;
  sink.bill?.({
    host: HOST,
    name,
    components: components.all(),
    partial: missingFrom({ compositions, subject: subjectRef, hasSubject, vulnerabilities, untouched }),
    tool: [tool, toolVersion ?? ''].join(' ').trim(),
    madeAt: made?.at ?? null,
  });
  return { tool, toolVersion, madeAt: made?.at ?? null };
}

function compositionOf(entry: JsonObject | null): Composition {
  const about = [...jsonTexts(entry, 'assemblies'), ...jsonTexts(entry, 'dependencies')];
  return { aggregate: jsonText(entry, 'aggregate') ?? 'not specified', about };
}

function emitAll(input: ReportInput, tools: Parameters<typeof emitVulnerability>[2]): void {
  let record = 0;
  readJson(input.documents[0], ['$.vulnerabilities.*'], (value) => {
    record += 1;
    emitVulnerability(vulnerabilityOf(jsonObject(value)), { host: HOST, record }, tools);
  });
}

function noteComponent(entry: JsonObject | null, components: ComponentBook, depth: number): void {
  if (depth > NESTED) return;
  const component = componentOf(entry);
  if (component !== null) components.note(jsonText(entry, 'bom-ref'), component);
  for (const child of jsonList(entry, 'components')) noteComponent(jsonObject(child), components, depth + 1);
}

function componentOf(entry: JsonObject | null): SbomComponent | null {
  const name = jsonText(entry, 'name');
  if (name === null) return null;
  const group = jsonText(entry, 'group');
  return {
    name: group === null ? name : `${group}/${name}`,
    version: jsonText(entry, 'version'),
    purl: jsonText(entry, 'purl'),
    type: jsonText(entry, 'type'),
    ...trivySource(propertiesOf(entry)),
  };
}

function propertiesOf(entry: JsonObject | null): ReadonlyMap<string, string> {
  const properties = jsonList(entry, 'properties').map(jsonObject);
  return new Map(properties.map((one) => [jsonText(one, 'name') ?? '', jsonText(one, 'value') ?? '']));
}

/** Up to specification 1.4 a list of tools, from 1.5 an object with components or services. */
function toolOf(metadata: JsonObject | null): Pick<ReportFacts, 'tool' | 'toolVersion'> {
  const tools = [...jsonList(metadata, 'tools'), ...jsonList(metadata, 'tools', 'components')].map(
    jsonObject,
  );
  const tool = tools.find((entry) => jsonText(entry, 'name') !== null) ?? null;
  return { tool: jsonText(tool, 'name') ?? 'CycloneDX', toolVersion: jsonText(tool, 'version') };
}

function vulnerabilityOf(entry: JsonObject | null): CyclonedxVulnerability {
  return {
    id: jsonText(entry, 'id'),
    source: jsonText(entry, 'source', 'name'),
    references: jsonList(entry, 'references').map((value) => jsonText(jsonObject(value), 'id') ?? ''),
    ratings: jsonList(entry, 'ratings').map(ratingOf),
    advisories: jsonList(entry, 'advisories').map((value) => {
      const advisory = jsonObject(value);
      return `${jsonText(advisory, 'title') ?? ''} ${jsonText(advisory, 'url') ?? ''}`;
    }),
    description: jsonText(entry, 'description'),
    recommendation: jsonText(entry, 'recommendation'),
    state: jsonText(entry, 'analysis', 'state'),
    justification: jsonText(entry, 'analysis', 'justification'),
    responses: jsonTexts(entry, 'analysis', 'response'),
    detail: jsonText(entry, 'analysis', 'detail'),
    created: jsonText(entry, 'created'),
    updated: jsonText(entry, 'updated'),
    rejected: jsonText(entry, 'rejected'),
    affects: jsonList(entry, 'affects').flatMap(targetOf),
  };
}

function ratingOf(value: unknown): CyclonedxRating {
  const entry = jsonObject(value);
  return {
    source: jsonText(entry, 'source', 'name'),
    score: jsonText(entry, 'score'),
    severity: jsonText(entry, 'severity'),
    method: jsonText(entry, 'method'),
    vector: jsonText(entry, 'vector'),
  };
}

function targetOf(value: unknown): CyclonedxTarget[] {
  const entry = jsonObject(value);
  const ref = jsonText(entry, 'ref');
  if (ref === null) return [];
  const versions = jsonList(entry, 'versions').map((item) => {
    const version = jsonObject(item);
    return {
      version: jsonText(version, 'version'),
      range: jsonText(version, 'range'),
      // Without a word a version is affected (CycloneDX 1.6, affects.versions.status).
      status: jsonText(version, 'status') ?? 'affected',
    };
  });
  return [{ ref, versions }];
}
