import { jsonList, jsonObject, jsonText, jsonTexts, readJson, type JsonObject } from './json-records.ts';
import type { ReportDocument } from './report-importer.ts';
import { spdxPackage, toolOfCreators, type SpdxDocument, type SpdxPackage } from './spdx-package.ts';

/** Reads SPDX 2 as JSON. @throws as `readJson` */
export function readSpdxJson(document: ReportDocument, take: (found: SpdxPackage) => void): SpdxDocument {
  const facts = new Map<string, unknown>();
  readJson(document, ['$.spdxVersion', '$.name', '$.creationInfo', '$.packages.*'], (value, [part]) => {
    if (part !== 'packages') return void facts.set(String(part), value);
    const found = packageOf(jsonObject(value));
    if (found !== null) take(found);
  });
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  const creation = jsonObject(facts.get('creationInfo'));
  return {
    version: text(facts.get('spdxVersion')),
    name: text(facts.get('name')),
    created: jsonText(creation, 'created'),
    tool: toolOfCreators(jsonTexts(creation, 'creators')),
  };
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
  return spdxPackage(name, jsonText(entry, 'versionInfo'), references);
}
