import { checkAdjudication } from '#core/adjudication/adjudicate.ts';
import type { AdjudicationEvent, AdjudicationProposal } from '#core/adjudication/adjudication-event.ts';
import { refuseAdjudication } from '#core/adjudication/refuse-adjudication.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { newOrderedId } from '../store/random-id.ts';
import type { AdjudicationPlace } from '../warehouse/adjudication-book.ts';
import type { Adjudications } from '../warehouse/read-adjudications.ts';

export interface AdjudicationReceipt {
  /** Findings or claims it was proposed for; each waits for a second person. */
  readonly proposed: number;
  /** Others that were left alone: another proposal waits, or exactly this is decided. */
  readonly skipped: number;
}

interface Proposing {
  readonly proposal: AdjudicationProposal;
  /** The one that was named first; it must not be refused. */
  readonly places: readonly AdjudicationPlace[];
  readonly seen: Adjudications;
}

/**
 * Append a proposal for each place, with the facts that it rests on. The caller holds the transaction, so it is all or
 * none. @throws AppError ADJUDICATION_… (400, 409) for the first one
 */
export function proposeOnPlaces(
  app: App,
  viewer: Viewer,
  { proposal, places, seen }: Proposing,
): AdjudicationReceipt {
  let [proposed, skipped] = [0, 0];
  for (const [index, place] of places.entries()) {
    const state = seen.stateOf(place);
    const at = app.clock();
    const id = newOrderedId(at);
    const basis = state.basis ?? '';
    const person = viewer.personId ?? '';
    const event: AdjudicationEvent = { kind: 'proposed', at, person, id, basis, ...proposal };
    if (index === 0) checkAdjudication(state, event);
    else if (refuseAdjudication(state, event) !== null) {
      skipped++;
      continue;
    }
    const { assetId, subject, subjectId } = place;
    app.store.log.append({
      kind: `${subject}.adjudication-proposed`,
      object: subjectId,
      body: { assetId, subjectId, id, basis, ...proposal },
      actor: viewer.personId,
      via: viewer.via,
    });
    proposed++;
  }
  return { proposed, skipped };
}
