import { readMapping } from './column-mapping.ts';
import type { MappingDocument } from './column-mapping.ts';
import { heldImporter } from './held-hosts.ts';
import type { ReportHolds } from './held-hosts.ts';
import { mappedCsv } from './mapped-csv.ts';
import type { ReportImporter } from './report-importer.ts';
import { isReportFormat, reportImporters } from './reports.ts';
import type { ReportFormat } from './reports.ts';

/** A CSV that is read by a mapping of somebody's own, by the mapping's name. */
export type MappingFormat = `mapping:${string}`;

/** A report's format, with the mapping where it is one. */
export interface ReadAs {
  readonly format: ReportFormat | MappingFormat;
  /** As it was when the file was taken in: a later version reads nothing anew. */
  readonly mapping?: MappingDocument | undefined;
  /** What the file holds, as whoever imported it said; absent = as the file says. */
  readonly holds?: ReportHolds | undefined;
}

const PREFIX = 'mapping:';

/** Narrows a `--format` text to a mapping's. */
export function isMappingFormat(format: string): format is MappingFormat {
  return format.startsWith(PREFIX);
}

/** @throws AppError MAPPING_INVALID */
export function importerOf({ holds, ...as }: ReadAs): ReportImporter {
  const importer = asItSays(as);
  return holds === undefined ? importer : heldImporter(importer, holds);
}

function asItSays({ format, mapping }: ReadAs): ReportImporter {
  if (isReportFormat(format)) return reportImporters[format];
  if (mapping === undefined) throw new Error(`${format} comes without its mapping`);
  return mappedCsv(readMapping(Buffer.from(JSON.stringify(mapping), 'utf8')));
}
