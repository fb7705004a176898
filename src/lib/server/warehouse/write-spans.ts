import type { ReportLoad } from './read-sightings.ts';
import type { ApplyingReport } from './report-context.ts';
import { writeReportedRows } from './reported-rows.ts';
import type { DraftedHost } from './reported-rows.ts';

/** Hosts of one report by key, with the spans that begin there. */
export type Drafted = ReadonlyMap<string, DraftedHost>;

/** Write the rows of spans that begin with a report, as its texts are read once more. */
export async function writeSpans(
  { context, event }: Pick<ApplyingReport, 'context' | 'event'>,
  load: ReportLoad,
  drafted: Drafted,
): Promise<void> {
  if ([...drafted.values()].every(({ drafts }) => drafts.size === 0)) return;
  await context.writer.flush();
  const rows = await context.writer.bulk('reported_flaw');
  try {
    const documents = context.evidence.report(load.artifact);
    writeReportedRows(documents, { load, hosts: drafted, seq: event.seq }, rows.add);
  } finally {
    rows.end();
  }
}
