import { AppError } from '#core/errors.ts';
import { minReason, textOf } from '#core/ranking/decision-text.ts';
import type { OverrideEvent } from '#core/ranking/override-event.ts';
import { checkOverrideEvent } from '#core/ranking/rank-override.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import { decideAs, onBehalf, personsOf } from '../auth/decide-as.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { FindingRanking } from '../warehouse/read-rankings.ts';
import { decideOnHead } from './decide-on-head.ts';
import { queryRankChanges } from './query-rank-changes.ts';

/** Proposals that one answer may be about. */
const MAX_ANSWERED = 10_000;

export interface AnswerInput {
  /** Ids of proposals, all or none. */
  readonly ids: readonly string[];
}

export interface AnswerReceipt {
  readonly answered: number;
}

/**
 * The second person agrees: the ranks that were proposed hold from now on.
 * @throws AppError NOT_FOUND for a proposal outside the viewer's units or absent, OVERRIDE_SAME_PERSON and others (409)
 */
export async function approveOverrides(app: App, asking: Viewer, { ids }: AnswerInput) {
  return decideAs(asking, 'rank.approve', (viewer) =>
    answer(app, viewer, { ids, kind: 'approved', reason: null }),
  );
}

/** The second person disagrees, with a reason. @throws AppError as `approveOverrides`; DECISION_INVALID */
export async function refuseOverrides(
  app: App,
  asking: Viewer,
  { ids, reason }: AnswerInput & { readonly reason: string },
) {
  return decideAs(asking, 'rank.approve', (viewer) =>
    answer(app, viewer, { ids, kind: 'refused', reason: textOf(reason, 'reason', minReason) }),
  );
}

/**
 * The author takes a proposal back that waits, or anybody a rank in force that lies below the method's.
 * @throws AppError as `approveOverrides`; OVERRIDE_NOT_YOURS, OVERRIDE_LOWERS (409), DECISION_INVALID
 */
export async function withdrawOverrides(
  app: App,
  asking: Viewer,
  { ids, reason }: AnswerInput & { readonly reason: string },
) {
  const viewer = authorised(asking, 'rank.propose');
  return answer(app, viewer, { ids, kind: 'withdrawn', reason: textOf(reason, 'reason', minReason) });
}

interface Answer {
  readonly ids: readonly string[];
  readonly kind: 'approved' | 'refused' | 'withdrawn';
  readonly reason: string | null;
}

async function answer(app: App, viewer: Viewer, given: Answer) {
  const ids = [...new Set(given.ids)];
  if (ids.length === 0 || ids.length > MAX_ANSWERED) throw nothingChosen();
  return decideOnHead(app, {
    look: async () => {
      const view = await resolveView(app, viewer, {});
      const rows = await queryRankChanges(app, view, { ids, limit: ids.length });
      if (rows.length !== ids.length) throw proposalNotFound();
      const findingOf = new Map(rows.map((row) => [row.id, row.findingId]));
      return { ...(await app.warehouse.rankings([...findingOf.values()], app.clock())), findingOf };
    },
    decide: ({ findings, findingOf }): AnswerReceipt => {
      for (const id of ids) {
        const ranking = findings.get(findingOf.get(id) ?? '');
        if (!ranking) throw proposalNotFound();
        append(app, viewer, { ...given, id, ranking });
      }
      return { answered: ids.length };
    },
  });
}

function append(
  app: App,
  viewer: Viewer,
  { kind, reason, id, ranking }: Answer & { readonly id: string; readonly ranking: FindingRanking },
): void {
  const { assetId, findingId, state } = ranking;
  const at = app.clock();
  for (const person of personsOf(viewer)) {
    const said = { at, person, id };
    const event: OverrideEvent =
      kind === 'approved' ? { kind, ...said } : { kind, ...said, reason: reason ?? '' };
    checkOverrideEvent(state, event);
  }
  app.store.log.append({
    kind: `rank.override-${kind}`,
    object: findingId,
    body: { findingId, assetId, id, ...(reason === null ? {} : { reason }), ...onBehalf(viewer) },
    actor: viewer.personId,
    via: viewer.via,
  });
}

/** A foreign proposal answers like an absent one. */
function proposalNotFound(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such rank change.',
    remedy: 'Look it up in the list of rank changes.',
    status: 404,
  });
}

function nothingChosen(): AppError {
  return new AppError({
    code: 'DECISION_INVALID',
    message: 'No rank change was chosen.',
    remedy: `Choose 1 to ${MAX_ANSWERED} of them.`,
  });
}
