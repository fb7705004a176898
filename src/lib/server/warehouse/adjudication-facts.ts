import { mergeFacts } from '#core/adjudication/adjudication-timeline.ts';
import type { AdjudicationEvent } from '#core/adjudication/adjudication-event.ts';
import { placeKey } from './adjudication-book.ts';
import type { AdjudicationBook, AdjudicationPlace } from './adjudication-book.ts';
import type { Writer } from './writer.ts';
import type { AdjudicationFactsRow } from './writes.gen.ts';

/** People's events about each of these places, merged with the facts that scans and reports showed. */
export async function adjudicationHistories(
  writer: Writer,
  book: AdjudicationBook,
  places: readonly AdjudicationPlace[],
): Promise<readonly { readonly place: AdjudicationPlace; readonly events: readonly AdjudicationEvent[] }[]> {
  if (places.length === 0) return [];
  const rows = await writer.run('adjudication-facts', namesOf(places));
  const byPlace = Map.groupBy(rows, ({ assetId, subject, subjectId }) =>
    [subject, assetId, subjectId].join(' '),
  );
  return places.map((place) => {
    const facts = factsOf(byPlace.get(placeKey(place)) ?? []);
    return { place, events: mergeFacts(facts, book.eventsOf(place)) };
  });
}

/** What places are looked up by. */
export function namesOf(places: readonly AdjudicationPlace[]) {
  return {
    asset_ids: [...new Set(places.map(({ assetId }) => assetId))],
    subject_ids: [...new Set(places.map(({ subjectId }) => subjectId))],
  };
}

/** Each time that the facts read differently: while a leading span stands, all that hold then, as one text. */
function factsOf(rows: readonly AdjudicationFactsRow[]): { at: number; basis: string }[] {
  const spans = rows.map(({ leads, text, validFrom, validTo }) => ({
    ...{ leads, text },
    from: Date.parse(validFrom),
    until: validTo === null ? Infinity : Date.parse(validTo),
  }));
  const instants = new Set(spans.flatMap(({ from, until }) => (until === Infinity ? [from] : [from, until])));
  const facts: { at: number; basis: string }[] = [];
  for (const at of [...instants].sort((a, b) => a - b)) {
    const standing = spans.filter(({ from, until }) => from <= at && at < until);
    if (!standing.some(({ leads }) => leads)) continue;
    const basis = JSON.stringify([...new Set(standing.map(({ text }) => text))].sort());
    if (basis !== facts.at(-1)?.basis) facts.push({ at, basis });
  }
  return facts;
}
