import { reduceAdjudications } from '#core/adjudication/adjudicate.ts';
import type { AdjudicationState } from '#core/adjudication/adjudication-state.ts';
import { placeKey } from './adjudication-book.ts';
import type { AdjudicationBook, AdjudicationPlace } from './adjudication-book.ts';
import { adjudicationHistories } from './adjudication-facts.ts';
import type { Writer } from './writer.ts';

/** What was adjudicated, with the event up to which it is known. */
export interface Adjudications {
  readonly seq: number;
  /** The state of one of the places that were asked about. */
  readonly stateOf: (place: AdjudicationPlace) => AdjudicationState;
}

interface Reading {
  readonly writer: Writer;
  readonly adjudications: AdjudicationBook;
  readonly seq: number;
}

/** The adjudications of places at an instant, from the very facts that an approved one is settled by. */
export async function readAdjudications(
  { writer, adjudications, seq }: Reading,
  { places, now }: { readonly places: readonly AdjudicationPlace[]; readonly now: number },
): Promise<Adjudications> {
  const histories = await adjudicationHistories(writer, adjudications, places);
  const states = new Map(
    histories.map(({ place, events }) => [
      placeKey(place),
      reduceAdjudications(events.filter(({ at }) => at <= now)),
    ]),
  );
  return { seq, stateOf: (place) => states.get(placeKey(place)) ?? reduceAdjudications([]) };
}
