import { textParts } from './report-bytes.ts';
import { reportInvalid, reportPartTooLarge } from './report-error.ts';
import type { ReportDocument } from './report-importer.ts';
import {
  spdxPackage,
  toolOfCreators,
  type SpdxDocument,
  type SpdxPackage,
  type SpdxReference,
} from './spdx-package.ts';

const LINE_CHARACTERS = 1024 * 1024;
const MAX_REFERENCES = 10_000;

/** Reads SPDX 2 as tags and values, one to a line; texts over several lines hold no tags that count here. */
export function readSpdxTags(document: ReportDocument, take: (found: SpdxPackage) => void): SpdxDocument {
  const about = {
    version: null as string | null,
    name: null as string | null,
    created: null as string | null,
  };
  const creators: string[] = [];
  const describes: string[] = [];
  let open: OpenPackage | null = null;
  const close = (): void => {
    if (open !== null) take(spdxPackage(open, open.references));
    open = null;
  };
  const ofPackage = (found: OpenPackage, tag: string, value: string): void => {
    if (tag === 'SPDXID') found.id ??= value;
    else if (tag === 'PackageVersion') found.version = value;
    else if (tag === 'PackageSourceInfo') found.sourceInfo ??= plainText(value);
    else if (tag === 'ExternalRef' && found.references.length < MAX_REFERENCES) {
      const [, type = '', locator = ''] = value.split(/\s+/);
      found.references.push({ type, locator });
    }
  };
  eachTag(document, (tag, value) => {
    if (tag === 'SPDXVersion') {
      // Packages name no document: those of a second one would be the first one's.
      if (about.version !== null) throw reportInvalid('a second document begins');
      about.version = value;
    } else if (tag === 'DocumentName') about.name ??= value;
    else if (tag === 'Created') about.created ??= value;
    else if (tag === 'Creator' && creators.length < MAX_REFERENCES) creators.push(value);
    else if (tag === 'PackageName') {
      close();
      open = { id: null, name: value, version: null, sourceInfo: null, references: [] };
    } else if (tag === 'Relationship') describes.push(...describedBy(value));
    else if (open !== null) ofPackage(open, tag, value);
  });
  close();
  return { ...about, tool: toolOfCreators(creators), describes };
}

interface OpenPackage {
  id: string | null;
  readonly name: string;
  version: string | null;
  sourceInfo: string | null;
  readonly references: SpdxReference[];
}

/** Free text stands in `<text>…</text>` (SPDX 2.3 §7.12). */
function plainText(value: string): string {
  return value.replace(/^<text>|<\/text>$/g, '');
}

/** `SPDXRef-DOCUMENT DESCRIBES SPDXRef-Package` */
function describedBy(relationship: string): string[] {
  const [from = '', type, to = ''] = relationship.split(/\s+/);
  if (type === 'DESCRIBES') return [to];
  return type === 'DESCRIBED_BY' ? [from] : [];
}

function eachTag(document: ReportDocument, take: (tag: string, value: string) => void): void {
  let inText = false;
  eachLine(document, (line) => {
    const [, tag, value = ''] = inText ? [] : (/^([A-Za-z][A-Za-z0-9]*):\s*(.*)$/s.exec(line) ?? []);
    inText = inText ? !line.includes('</text>') : value.startsWith('<text>') && !value.includes('</text>');
    if (tag !== undefined && value !== '') take(tag, value.trim());
  });
}

function eachLine(document: ReportDocument, take: (line: string) => void): void {
  let rest = '';
  let number = 0;
  for (const part of textParts(document)) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    number += lines.length;
    if (rest.length > LINE_CHARACTERS) throw reportPartTooLarge('A line of the report', { line: number + 1 });
    for (const line of lines) take(line.trimEnd());
  }
  take(rest.trimEnd());
}
