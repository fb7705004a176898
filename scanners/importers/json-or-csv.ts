import { textParts } from './report-bytes.ts';
import type { ReportDocument } from './report-importer.ts';

/** True when a document begins as JSON does, for tools that write the same report in both. @throws as `textParts` */
export function beginsAsJson(document: ReportDocument): boolean {
  return ['{', '['].includes(startOf(document));
}

/** The first character that is no white space; empty = there is none. @throws as `textParts` */
export function startOf(document: ReportDocument): string {
  for (const part of textParts(document)) {
    const start = part.trimStart();
    if (start !== '') return start.charAt(0);
  }
  return '';
}
