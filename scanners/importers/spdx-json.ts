import { jsonList, jsonObject, jsonText, jsonTexts, readJson, type JsonObject } from './json-records.ts';
import type { ReportDocument } from './report-importer.ts';
import { spdxPackage, toolOfCreators, type SpdxDocument, type SpdxPackage } from './spdx-package.ts';

/** Reads SPDX 2 as JSON. @throws as `readJson` */
export function readSpdxJson(document: ReportDocument, take: (found: SpdxPackage) => void): SpdxDocument {
  const facts = new Map<string, unknown>();
  const describes: string[] = [];
  readJson(document, PATHS, (value, [part]) => {
    if (part === 'documentDescribes' && typeof value === 'string') describes.push(value);
    else if (part === 'relationships') describes.push(...describedBy(jsonObject(value)));
    else if (part !== 'packages') facts.set(String(part), value);
    else {
      const found = packageOf(jsonObject(value));
      if (found !== null) take(found);
    }
  });
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  const creation = jsonObject(facts.get('creationInfo'));
  return {
    version: text(facts.get('spdxVersion')),
    name: text(facts.get('name')),
    created: jsonText(creation, 'created'),
    tool: toolOfCreators(jsonTexts(creation, 'creators')),
    describes,
  };
}

const PATHS = [
  '$.spdxVersion',
  '$.name',
  '$.creationInfo',
  '$.documentDescribes.*',
  '$.relationships.*',
  '$.packages.*',
];

function describedBy(entry: JsonObject | null): string[] {
  const type = jsonText(entry, 'relationshipType');
  if (type === 'DESCRIBES') return [jsonText(entry, 'relatedSpdxElement') ?? ''];
  return type === 'DESCRIBED_BY' ? [jsonText(entry, 'spdxElementId') ?? ''] : [];
}

function packageOf(entry: JsonObject | null): SpdxPackage | null {
  const name = jsonText(entry, 'name');
  if (name === null) return null;
  const references = jsonList(entry, 'externalRefs').map((value) => {
    const reference = jsonObject(value);
    return {
      type: jsonText(reference, 'referenceType') ?? '',
      locator: jsonText(reference, 'referenceLocator') ?? '',
    };
  });
  const version = jsonText(entry, 'versionInfo');
  const sourceInfo = jsonText(entry, 'sourceInfo');
  return spdxPackage({ id: jsonText(entry, 'SPDXID'), name, version, sourceInfo }, references);
}
