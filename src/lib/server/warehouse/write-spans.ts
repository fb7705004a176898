import type { PlannedSpans } from './planned-spans.ts';
import type { ReportLoad } from './read-sightings.ts';
import type { ApplyingReport } from './report-context.ts';

/** Write the rows of spans that begin with a report, as its texts are read once more. */
export async function writeSpans(
  { context, event }: Pick<ApplyingReport, 'context' | 'event'>,
  load: ReportLoad,
  { planned, hosts }: { planned: PlannedSpans; hosts: ReadonlySet<string> | null },
): Promise<void> {
  if (planned.count() === 0) return;
  await context.writer.flush();
  const rows = await context.writer.bulk('reported_flaw');
  try {
    await context.evidence.reportedRows({ load, planned, hosts, seq: event.seq }, rows.add);
  } finally {
    await rows.end();
  }
}
