import type { ReportDocument } from './report-importer.ts';
import { spdxPackage, toolOfCreators, type SpdxDocument, type SpdxPackage } from './spdx-package.ts';
import { readXml, xmlChildren, xmlText, type XmlNode } from './xml-records.ts';

/** Reads SPDX 2 as XML: the members of its JSON as elements, one for each item of a list. @throws as `readXml` */
export function readSpdxXml(document: ReportDocument, take: (found: SpdxPackage) => void): SpdxDocument {
  const facts = { version: null as string | null, name: null as string | null };
  const describes: string[] = [];
  let creation: XmlNode | null = null;
  readXml(document, {
    roots: ['Document'],
    take: {
      'Document/spdxVersion': ({ text }) => void (facts.version = text.trim()),
      'Document/name': ({ text }) => void (facts.name = text.trim()),
      'Document/creationInfo': (node) => void (creation = node),
      'Document/documentDescribes': ({ text }) => void describes.push(text.trim()),
      'Document/relationships': (node) => void describes.push(...describedBy(node)),
      'Document/packages': (node) => {
        const found = packageOf(node);
        if (found !== null) take(found);
      },
    },
  });
  const made = creation as XmlNode | null;
  const creators = made === null ? [] : xmlChildren(made, 'creators').map(({ text }) => text.trim());
  return {
    ...facts,
    created: made === null ? null : xmlText(made, 'created'),
    tool: toolOfCreators(creators),
    describes,
  };
}

function describedBy(node: XmlNode): string[] {
  const type = xmlText(node, 'relationshipType');
  if (type === 'DESCRIBES') return [xmlText(node, 'relatedSpdxElement') ?? ''];
  return type === 'DESCRIBED_BY' ? [xmlText(node, 'spdxElementId') ?? ''] : [];
}

function packageOf(node: XmlNode): SpdxPackage | null {
  const name = xmlText(node, 'name');
  if (name === null) return null;
  const references = xmlChildren(node, 'externalRefs').map((reference) => ({
    type: xmlText(reference, 'referenceType') ?? '',
    locator: xmlText(reference, 'referenceLocator') ?? '',
  }));
  return spdxPackage(
    { id: xmlText(node, 'SPDXID'), name, version: xmlText(node, 'versionInfo') },
    references,
  );
}
