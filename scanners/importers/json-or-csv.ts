import { textParts } from './report-bytes.ts';
import type { ReportDocument } from './report-importer.ts';

/** True when a document begins as JSON does, for tools that write the same report in both. @throws as `textParts` */
export function beginsAsJson(document: ReportDocument): boolean {
  for (const part of textParts(document)) {
    const start = part.trimStart();
    if (start !== '') return start.startsWith('{') || start.startsWith('[');
  }
  return false;
}
