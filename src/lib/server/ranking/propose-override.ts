import { validateProposal } from '#core/ranking/override-event.ts';
import type { OverrideEvent, OverrideProposal } from '#core/ranking/override-event.ts';
import { needsSecondPerson } from '#core/ranking/override-state.ts';
import { checkOverrideEvent } from '#core/ranking/rank-override.ts';
import { refuseOverride } from '#core/ranking/refuse-override.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import { newOrderedId } from '../store/random-id.ts';
import type { FindingRanking, Rankings } from '../warehouse/read-rankings.ts';
import { decideOnHead } from './decide-on-head.ts';
import { findingNotFound, findTargets } from './find-targets.ts';
import type { TargetChoice } from './find-targets.ts';

export interface ProposeInput extends TargetChoice {
  /** A rank, or `automatic`; checked. */
  readonly to: string;
  readonly reason: string;
  readonly evidence: readonly string[];
}

export interface ProposeReceipt {
  /** Findings it was proposed for. */
  readonly proposed: number;
  /** Those of them whose rank waits for a second person; the others have it now. */
  readonly waiting: number;
  /** Other findings of the fix that were left alone: they have that rank already, or another proposal waits. */
  readonly skipped: number;
}

/**
 * Ask for another rank of a finding, or of all open findings of its fix: one event per finding in one transaction.
 * Upward it holds at once, downward it waits for a second person.
 * @throws AppError DECISION_INVALID, NOT_FOUND, FINDING_CLOSED (409), OVERRIDE_… (400, 409)
 */
export async function proposeOverride(app: App, asking: Viewer, input: ProposeInput) {
  const viewer = authorised(asking, 'rank.propose');
  const { findingId, everywhere, ...said } = input;
  const proposal = validateProposal(said);
  return decideOnHead(app, {
    look: async () => {
      const view = await resolveView(app, viewer, {});
      const targets = await findTargets(app, view, { findingId, everywhere });
      const ids = targets.map(({ id }) => id);
      return { ...(await app.warehouse.rankings(ids, app.clock())), ids };
    },
    decide: (seen) => appendProposals(app, viewer, { proposal, seen }),
  });
}

interface Proposing {
  readonly proposal: OverrideProposal;
  readonly seen: Rankings & { readonly ids: readonly string[] };
}

function appendProposals(app: App, viewer: Viewer, { proposal, seen }: Proposing): ProposeReceipt {
  let [proposed, waiting, skipped] = [0, 0, 0];
  for (const [index, findingId] of seen.ids.entries()) {
    const ranking = seen.findings.get(findingId);
    if (!ranking) throw findingNotFound();
    const at = app.clock();
    const id = newOrderedId(at);
    const person = viewer.personId ?? '';
    const event: OverrideEvent = { kind: 'proposed', at, person, id, ...proposal };
    if (index === 0) checkOverrideEvent(ranking.state, event);
    else if (isNeedless(ranking, event, proposal)) {
      skipped++;
      continue;
    }
    const { assetId } = ranking;
    app.store.log.append({
      kind: 'rank.override-proposed',
      object: findingId,
      body: { findingId, assetId, id, ...proposal },
      actor: viewer.personId,
      via: viewer.via,
    });
    proposed++;
    if (needsSecondPerson(ranking.state, proposal.to)) waiting++;
  }
  return { proposed, waiting, skipped };
}

/** Of the other findings of a fix: those that it would not change, or that stand against it. */
function isNeedless({ state }: FindingRanking, event: OverrideEvent, { to }: OverrideProposal): boolean {
  return state.active?.to === to || refuseOverride(state, event) !== null;
}
