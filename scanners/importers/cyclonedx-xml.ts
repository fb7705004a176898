import { emitVulnerability, type CyclonedxTarget, type CyclonedxVulnerability } from './cyclonedx-flaw.ts';
import { hostOf, scanTimes } from './report-flaw.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { reportClock } from './report-time.ts';
import { missingFrom } from '../sbom/completeness.ts';
import type { Composition } from '../sbom/completeness.ts';
import { componentBook, describedThing, type ComponentBook, type SbomComponent } from './sbom-component.ts';
import { readXml, xmlChild, xmlChildren, xmlText, type XmlNode } from './xml-records.ts';

/** CycloneDX as XML: from 1.4 with flaws of its own, before by the vulnerability extension within components. */
export const cyclonedxXml: ReportImporter = {
  title: 'a CycloneDX document (XML)',
  tool: 'CycloneDX',
  tier: 'A',
  evidence:
    'unittests/scans/cyclonedx/valid-vulnerability-1.4.xml of DefectDojo/django-DefectDojo (BSD-3-Clause), an example of the specification; the extension by its schema',
  recognises: (head) => head.startsWith('<') && /<bom\s[^>]*cyclonedx\.org\/schema\/bom\//.test(head),
  read: readCyclonedx,
};

const HOST = 'bom';

function readCyclonedx(input: ReportInput, sink: ReportSink): ReportFacts {
  const components = componentBook();
  const clock = reportClock(input.zone);
  const found = { serial: null as string | null, metadata: null as XmlNode | null, isScan: false };
  const compositions: Composition[] = [];
  // Components may stand behind the flaws that refer to them: they are read first.
  readXml(input.documents[0], {
    roots: ['bom'],
    open: {
      bom: ({ serialNumber }) => {
        found.serial = serialNumber ?? null;
      },
      'bom/vulnerabilities': () => {
        found.isScan = true;
      },
    },
    take: {
      'bom/metadata': (node) => {
        found.metadata = node;
      },
      'components/component': (node) => noteComponent(node, components),
      'bom/compositions/composition': (node) => void compositions.push(compositionOf(node)),
    },
  });
  const { metadata, serial } = found;
  const described = metadata === null ? null : xmlChild(metadata, 'component');
  const subject = described === null ? null : componentOf(described);
  const thing = describedThing(subject);
  const made = clock(metadata === null ? null : xmlText(metadata, 'timestamp'));
  const name = thing.name ?? serial ?? input.fileName;
  sink.host(
    hostOf({
      key: HOST,
      ...thing,
      name,
      ...scanTimes(made, made),
      // A bare SBOM is no scan for flaws, a bare list of statements no scan of components.
      complete: found.isScan && components.size() > 0,
    }),
  );
  const subjectRef = described?.attributes['bom-ref'] ?? null;
  components.noteSubject(subjectRef, subject);
  const vulnerabilities = emitAll(input, { components, clock, sink });
  const untouched = components.untouched();
  for (let left = untouched; left > 0; left -= 1) sink.skip('component without vulnerability');
  const { tool, toolVersion } = toolOf(metadata);
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

function compositionOf(node: XmlNode): Composition {
  const parts = [...listed(node, 'assemblies'), ...listed(node, 'dependencies')];
  const about = parts.flatMap(({ attributes }) => attributes['ref'] ?? []);
  return { aggregate: xmlText(node, 'aggregate') || 'not specified', about };
}

/** @returns how many there are */
function emitAll(input: ReportInput, tools: Parameters<typeof emitVulnerability>[2]): number {
  let record = 0;
  const emit = (node: XmlNode, owner: string | null): void => {
    record += 1;
    emitVulnerability(vulnerabilityOf(node, owner), { host: HOST, record }, tools);
  };
  const emitExtension = (component: XmlNode): void => {
    const own = referenceOf(component);
    for (const list of xmlChildren(component, 'vulnerabilities')) {
      for (const node of xmlChildren(list, 'vulnerability')) emit(node, node.attributes['ref'] ?? own);
    }
    for (const list of xmlChildren(component, 'components')) list.children.forEach(emitExtension);
  };
  readXml(input.documents[0], {
    roots: ['bom'],
    take: {
      'components/component': emitExtension,
      'bom/vulnerabilities/vulnerability': (node) => emit(node, node.attributes['ref'] ?? null),
    },
  });
  return record;
}

function noteComponent(node: XmlNode, components: ComponentBook): void {
  const component = componentOf(node);
  if (component !== null) components.note(referenceOf(node), component);
  for (const list of xmlChildren(node, 'components')) {
    for (const child of xmlChildren(list, 'component')) noteComponent(child, components);
  }
}

function referenceOf(node: XmlNode): string | null {
  return node.attributes['bom-ref'] ?? orNull(xmlText(node, 'purl'));
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

function componentOf(node: XmlNode): SbomComponent | null {
  const name = xmlText(node, 'name');
  if (name === '') return null;
  const group = xmlText(node, 'group');
  return {
    name: group === '' ? name : `${group}/${name}`,
    version: orNull(xmlText(node, 'version')),
    purl: orNull(xmlText(node, 'purl')),
    type: node.attributes['type'] ?? null,
  };
}

function toolOf(metadata: XmlNode | null): Pick<ReportFacts, 'tool' | 'toolVersion'> {
  const tools = metadata === null ? null : xmlChild(metadata, 'tools');
  const tool =
    tools === null ? null : (xmlChild(tools, 'tool') ?? xmlChild(tools, 'components', 'component'));
  if (tool === null) return { tool: 'CycloneDX', toolVersion: null };
  return { tool: xmlText(tool, 'name') || 'CycloneDX', toolVersion: orNull(xmlText(tool, 'version')) };
}

/** Children of an element that is a list; none when it is not there. */
function listed(node: XmlNode, ...path: readonly string[]): readonly XmlNode[] {
  return xmlChild(node, ...path)?.children ?? [];
}

function vulnerabilityOf(node: XmlNode, owner: string | null): CyclonedxVulnerability {
  const recommendations = listed(node, 'recommendations').map(({ text }) => text.trim());
  const targets = listed(node, 'affects').flatMap(targetOf);
  return {
    id: orNull(xmlText(node, 'id')),
    source: orNull(xmlText(node, 'source', 'name')) ?? xmlChild(node, 'source')?.attributes['name'] ?? null,
    references: listed(node, 'references').map((reference) => xmlText(reference, 'id')),
    ratings: listed(node, 'ratings').map((rating) => ({
      source: orNull(xmlText(rating, 'source', 'name')),
      // The extension writes <score><base>9.8</base></score>.
      score: orNull(xmlText(rating, 'score')) ?? orNull(xmlText(rating, 'score', 'base')),
      severity: orNull(xmlText(rating, 'severity')),
      method: orNull(xmlText(rating, 'method')),
      vector: orNull(xmlText(rating, 'vector')),
    })),
    advisories: listed(node, 'advisories').map(
      (advisory) => `${advisory.text.trim()} ${xmlText(advisory, 'title')} ${xmlText(advisory, 'url')}`,
    ),
    description: orNull(xmlText(node, 'description')),
    recommendation: orNull(xmlText(node, 'recommendation') || recommendations.join('\n')),
    state: orNull(xmlText(node, 'analysis', 'state')),
    justification: orNull(xmlText(node, 'analysis', 'justification')),
    responses: listed(node, 'analysis', 'responses').map(({ text }) => text.trim()),
    detail: orNull(xmlText(node, 'analysis', 'detail')),
    created: orNull(xmlText(node, 'created')),
    updated: orNull(xmlText(node, 'updated')),
    rejected: orNull(xmlText(node, 'rejected')),
    affects: targets.length === 0 && owner !== null ? [{ ref: owner, versions: [] }] : targets,
  };
}

function targetOf(node: XmlNode): CyclonedxTarget[] {
  const ref = xmlText(node, 'ref');
  if (ref === '') return [];
  const versions = listed(node, 'versions').map((version) => ({
    version: orNull(xmlText(version, 'version')),
    range: orNull(xmlText(version, 'range')),
    // Without a word a version is affected (CycloneDX 1.6, affects.versions.status).
    status: xmlText(version, 'status') || 'affected',
  }));
  return [{ ref, versions }];
}
