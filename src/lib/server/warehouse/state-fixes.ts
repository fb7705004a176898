import { reportedKey } from '#core/advisory/advice-key.ts';
import { askAboutReported } from './ask-reported.ts';
import type { AppliedEvent } from './evidence.ts';
import { severityOf } from './rating-book.ts';
import type { Sightings } from './read-sightings.ts';
import { reconcileObligations } from './reconcile-obligations.ts';
import type { ApplyingReport, ReportContext } from './report-context.ts';
import type { FixWords } from './reported-fixes.ts';

/**
 * Take in what a report says of fixes, and what feeds know of their vulnerabilities, before findings and deadlines rest
 * on it. Where it says more than the reports before, the findings of those fixes are ranked anew.
 */
export async function stateFixes(
  { context, event, tool }: ApplyingReport,
  { fixes }: Pick<Sightings, 'fixes'>,
): Promise<void> {
  const { writer, ratings } = context;
  const recordedAt = Date.parse(event.recordedAt);
  const known = new Set(
    (await writer.run('reported-fixes', { tool })).map(({ fix, product, severity, cves, scores }) =>
      [fix, product, severity, cves, scores].join('\u001f'),
    ),
  );
  const first: string[] = [];
  const again: string[] = [];
  for (const words of fixes()) {
    const columns = columnsOf(words);
    if (known.has(Object.values(columns).join('\u001f'))) continue;
    const { title } = words;
    const row = { tool, ...columns, title, recorded_at: recordedAt, opened_seq: event.seq };
    writer.append('reported_fix', [row]);
    const said = { tool, severity: severityOf(words.severity), cves: words.cves, scores: words.scores };
    const kind = ratings.note(words, said, recordedAt);
    if (kind === 'first') first.push(reportedKey(words));
    if (kind === 'changed') again.push(reportedKey(words));
  }
  await askFeeds(context, event, { first, again });
  if (again.length === 0) return;
  await reconcileObligations(writer, { ...context, seq: event.seq }, { adviceKeys: again });
}

function columnsOf({ fix, product, severity, cves, scores }: FixWords) {
  return { fix, product, severity, cves: JSON.stringify(cves), scores: JSON.stringify(scores) };
}

interface StatedKeys {
  readonly first: readonly string[];
  readonly again: readonly string[];
}

/** Feeds know of a fix since the last of them came, and of what a later report adds since that one came. */
async function askFeeds(
  context: ReportContext,
  { seq, recordedAt }: AppliedEvent,
  { first, again }: StatedKeys,
): Promise<void> {
  const fedAt = context.advice.fedAt();
  if (fedAt === null) return;
  await askAboutReported(context, { seq, at: fedAt }, first);
  await askAboutReported(context, { seq, at: Date.parse(recordedAt) }, again);
}
