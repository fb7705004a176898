import { fixOf } from '#core/advisory/finding-lives.ts';
import { rankOf } from '#core/advisory/rank.ts';
import { isLocalDate } from '#core/time.ts';
import type { ApplyContext } from './apply-context.ts';
import type { AppliedEvent } from './evidence.ts';
import { reconcileObligations } from './reconcile-obligations.ts';

/**
 * Apply one document of advisories: what it says of each fix, and the deadlines that this makes necessary for
 * findings that are open. Stored inventory is judged anew without a scan.
 */
export async function applyAdvisories(
  context: ApplyContext,
  event: AppliedEvent,
  artifact: string,
): Promise<void> {
  const { writer, facts, evidence } = context;
  const { source, advisories } = evidence.advisories(artifact);
  const recordedAt = Date.parse(event.recordedAt);
  const fixes = new Set<string>();
  for (const advisory of advisories) {
    const released = readMoment(advisory.released);
    const rank = rankOf(advisory);
    for (const { product, fixed } of advisory.products) {
      const fix = fixOf(product, fixed);
      fixes.add(fix);
      facts.addAdvisory({
        fix,
        advisory: advisory.id,
        released,
        knownExploited: advisory.knownExploited,
        severity: advisory.severity,
        cves: advisory.cves,
        recordedAt,
      });
      writer.append('advisory_fix', [
        {
          fix,
          advisory: advisory.id,
          title: advisory.title,
          source,
          released: typeof released === 'number' ? released : null,
          released_day: typeof released === 'string' ? released : null,
          severity: advisory.severity,
          known_exploited: advisory.knownExploited,
          cves: JSON.stringify(advisory.cves),
          rank,
          recorded_at: recordedAt,
          artifact,
          opened_seq: event.seq,
        },
      ]);
    }
  }
  // Most advisories are about nothing that is open: to find that out costs a tenth of looking at deadlines.
  const open = await writer.run('fixes-still-open', { fixes: [...fixes] });
  if (open.length === 0) return;
  await reconcileObligations(writer, { ...context, seq: event.seq }, { fixes: open.map(({ fix }) => fix) });
}

function readMoment(text: string | null): number | string | null {
  if (text === null) return null;
  return isLocalDate(text) ? text : Date.parse(text);
}
