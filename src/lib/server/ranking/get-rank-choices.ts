import { ranks } from '#core/policy/rank.ts';
import type { OverrideTarget } from '#core/ranking/override-event.ts';
import { needsSecondPerson, rankInForce } from '#core/ranking/override-state.ts';
import { refuseOverride } from '#core/ranking/refuse-override.ts';
import { toIso } from '#core/time.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { findingRow } from '../findings/finding-row.ts';
import { queryFindings } from '../findings/query-findings.ts';
import { resolveView } from '../read-view.ts';
import type { FindingRanking } from '../warehouse/read-rankings.ts';
import { findingNotFound, findTargets } from './find-targets.ts';
import { overrideOfFinding } from './override-of-finding.ts';
import { whoMayApprove } from './who-may-approve.ts';

/**
 * What each rank would mean for a finding now: its deadline, and whether a second person is needed; with who that
 * could be, and how many other open findings wait for the same fix.
 * @throws AppError NOT_FOUND, FINDING_CLOSED (409)
 */
export async function getRankChoices(app: App, asking: Viewer, { findingId }: { findingId: string }) {
  const viewer = authorised(asking, 'rank.propose');
  const view = await resolveView(app, viewer, {});
  const targets = await findTargets(app, view, { findingId, everywhere: true });
  const [row] = await queryFindings(app, view, { id: findingId }, { limit: 1, offset: 0 });
  const { findings } = await app.warehouse.rankings([findingId], Date.parse(view.asOf));
  const ranking = findings.get(findingId);
  if (!row || !ranking) throw findingNotFound();
  const finding = findingRow(row, view);
  const { state, dueAt } = ranking;
  const offered: readonly OverrideTarget[] = state.active ? [...ranks, 'automatic'] : ranks;
  return {
    asOf: view.asOf,
    zone: view.zone,
    finding,
    /** null = not ranked, which counts as high. */
    rank: rankInForce(state),
    automatic: state.automatic.rank,
    due: instant(dueAt),
    others: targets.length - 1,
    choices: offered.map((to) => choiceOf(ranking, { to, viewer })),
    approvers: whoMayApprove(app, { unit: finding.unit, proposedBy: viewer.personId }),
    override: await overrideOfFinding(app, viewer, { view, findingId, unit: finding.unit }),
  };
}

export type RankChoices = Awaited<ReturnType<typeof getRankChoices>>;

function choiceOf(
  { state, dueUnder }: FindingRanking,
  { to, viewer }: { readonly to: OverrideTarget; readonly viewer: Viewer },
) {
  const person = viewer.personId ?? '';
  const said = { reason: 'A reason long enough.', evidence: ['evidence'] };
  const refused = refuseOverride(state, { kind: 'proposed', at: 0, person, id: 'preview', to, ...said });
  return {
    to,
    rank: to === 'automatic' ? state.automatic.rank : to,
    due: instant(dueUnder[to]),
    needsSecondPerson: needsSecondPerson(state, to),
    refused: refused === null ? null : `${refused.message} ${refused.remedy}`,
  };
}

function instant(at: number | null): string | null {
  return at === null ? null : toIso(at);
}
