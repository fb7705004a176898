import { checkAdjudication } from '#core/adjudication/adjudicate.ts';
import type { AdjudicationEvent } from '#core/adjudication/adjudication-event.ts';
import { AppError } from '#core/errors.ts';
import { minReason, textOf } from '#core/ranking/decision-text.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import { decideAs, onBehalf, personsOf } from '../auth/decide-as.ts';
import type { Viewer } from '../auth/viewer.ts';
import { decideOnHead } from '../ranking/decide-on-head.ts';
import { resolveView } from '../read-view.ts';
import type { AdjudicationPlace } from '../warehouse/adjudication-book.ts';
import type { AdjudicationsRow } from '../warehouse/queries.gen.ts';
import type { Adjudications } from '../warehouse/read-adjudications.ts';
import { queryAdjudications } from './query-adjudications.ts';

/** Proposals that one answer may be about. */
const MAX_ANSWERED = 10_000;

export interface AdjudicationAnswer {
  /** Ids of proposals, all or none. */
  readonly ids: readonly string[];
}

type WithReason = AdjudicationAnswer & { readonly reason: string };

/**
 * The second person agrees: the findings leave the populations, or the claims are decided, from now on.
 * @throws AppError NOT_FOUND for a proposal outside the viewer's units or absent, ALREADY_DECIDED and others (409)
 */
export async function approveAdjudications(app: App, asking: Viewer, { ids }: AdjudicationAnswer) {
  return decideAs(asking, 'adjudication.approve', (viewer) =>
    answer(app, viewer, { ids, kind: 'approved', reason: null }),
  );
}

/** The second person disagrees. @throws AppError as `approveAdjudications`; DECISION_INVALID */
export async function refuseAdjudications(app: App, asking: Viewer, { ids, reason }: WithReason) {
  return decideAs(asking, 'adjudication.approve', (viewer) =>
    answer(app, viewer, { ids, kind: 'refused', reason: textOf(reason, 'reason', minReason) }),
  );
}

/** The author takes back what waits. @throws AppError as `refuseAdjudications`; ADJUDICATION_NOT_YOURS (409) */
export async function withdrawAdjudications(app: App, asking: Viewer, { ids, reason }: WithReason) {
  const viewer = authorised(asking, 'adjudication.propose');
  return answer(app, viewer, { ids, kind: 'withdrawn', reason: textOf(reason, 'reason', minReason) });
}

/**
 * One person ends what is in force: the findings are back in the populations with their age and their deadlines, which
 * is the stricter direction. @throws AppError as `refuseAdjudications`; ADJUDICATION_NOT_IN_FORCE, …_LOOSENS (409)
 */
export async function reverseAdjudications(app: App, asking: Viewer, { ids, reason }: WithReason) {
  const viewer = authorised(asking, 'adjudication.reverse');
  return answer(app, viewer, { ids, kind: 'reversed', reason: textOf(reason, 'reason', minReason) });
}

interface Answer {
  readonly ids: readonly string[];
  readonly kind: 'approved' | 'refused' | 'withdrawn' | 'reversed';
  readonly reason: string | null;
}

async function answer(app: App, viewer: Viewer, given: Answer) {
  const ids = [...new Set(given.ids)];
  if (ids.length === 0 || ids.length > MAX_ANSWERED) throw nothingChosen();
  return decideOnHead(app, {
    look: async () => {
      const view = await resolveView(app, viewer, {});
      const rows = await queryAdjudications(app, view, { ids, limit: ids.length });
      if (rows.length !== ids.length) throw proposalNotFound();
      const places = new Map(rows.map((row) => [row.id, placeOf(row)]));
      return { ...(await app.warehouse.adjudications([...places.values()], app.clock())), places };
    },
    decide: ({ places, ...seen }) => {
      for (const [id, place] of places) append(app, viewer, { ...given, id, place, seen });
      return { answered: ids.length };
    },
  });
}

function placeOf({ assetId, findingId, flawId }: AdjudicationsRow): AdjudicationPlace {
  return findingId === null
    ? { assetId, subject: 'claim', subjectId: flawId ?? '' }
    : { assetId, subject: 'finding', subjectId: findingId };
}

interface Appending extends Answer {
  readonly id: string;
  readonly place: AdjudicationPlace;
  readonly seen: Adjudications;
}

function append(app: App, viewer: Viewer, { kind, reason, id, place, seen }: Appending): void {
  const at = app.clock();
  for (const person of personsOf(viewer)) {
    const said = { at, person, id };
    const event: AdjudicationEvent =
      kind === 'approved' ? { kind, ...said } : { kind, ...said, reason: reason ?? '' };
    checkAdjudication(seen.stateOf(place), event);
  }
  const { assetId, subject, subjectId } = place;
  app.store.log.append({
    kind: `${subject}.adjudication-${kind}`,
    object: subjectId,
    body: { assetId, subjectId, id, ...(reason === null ? {} : { reason }), ...onBehalf(viewer) },
    actor: viewer.personId,
    via: viewer.via,
  });
}

/** A foreign proposal answers like an absent one. */
function proposalNotFound(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such adjudication.',
    remedy: 'Look it up in the list of adjudications.',
    status: 404,
  });
}

function nothingChosen(): AppError {
  return new AppError({
    code: 'DECISION_INVALID',
    message: 'No adjudication was chosen.',
    remedy: `Choose 1 to ${MAX_ANSWERED} of them.`,
  });
}
