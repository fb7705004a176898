import type { AdjudicationEvent, AdjudicationSubject } from '#core/adjudication/adjudication-event.ts';
import type { Writer } from './writer.ts';

/** What an adjudication is about: a finding, or a flaw that a tool claims of the asset. */
export interface AdjudicationPlace {
  readonly assetId: string;
  readonly subject: AdjudicationSubject;
  readonly subjectId: string;
}

/** What people adjudicated, as known up to the event being applied. Kept in memory. */
export interface AdjudicationBook {
  add(place: AdjudicationPlace, event: AdjudicationEvent): void;
  eventsOf(place: AdjudicationPlace): readonly AdjudicationEvent[];
  /** Whatever somebody adjudicated, of these assets; null = of all. */
  placesOf(assetIds: readonly string[] | null): readonly AdjudicationPlace[];
  /** Whether two persons decided that a tool is right about a claim. True where that changes what was known. */
  confirm(place: AdjudicationPlace, isConfirmed: boolean): boolean;
  /** Flaws of an asset of which two persons decided that the tool is right. */
  confirmedOf(assetId: string): ReadonlySet<string>;
}

/** What tells two places apart. */
export function placeKey({ assetId, subject, subjectId }: AdjudicationPlace): string {
  return `${subject} ${assetId} ${subjectId}`;
}

/** Read all that was adjudicated, once per open warehouse. */
export async function loadAdjudicationBook(writer: Writer): Promise<AdjudicationBook> {
  const book = createAdjudicationBook();
  for (const { event, subject, ...row } of await writer.run('adjudication-events', {}))
    book.add({ ...row, subject: subject as AdjudicationSubject }, JSON.parse(event) as AdjudicationEvent);
  for (const { assetId, flawId } of await writer.run('confirmed-claims', {}))
    book.confirm({ assetId, subject: 'claim', subjectId: flawId }, true);
  return book;
}

function createAdjudicationBook(): AdjudicationBook {
  const events = new Map<string, AdjudicationEvent[]>();
  const placed = new Map<string, Map<string, AdjudicationPlace>>();
  const confirmed = new Map<string, Set<string>>();
  const none: ReadonlySet<string> = new Set();
  return {
    add: (place, event) => {
      const key = placeKey(place);
      events.set(key, [...(events.get(key) ?? []), event]);
      const known = placed.get(place.assetId) ?? new Map<string, AdjudicationPlace>();
      placed.set(place.assetId, known.set(key, place));
    },
    eventsOf: (place) => events.get(placeKey(place)) ?? [],
    placesOf: (assetIds) =>
      (assetIds ?? [...placed.keys()]).flatMap((assetId) => [...(placed.get(assetId)?.values() ?? [])]),
    confirm: ({ assetId, subjectId }, isConfirmed) => {
      const known = confirmed.get(assetId) ?? new Set();
      if (known.has(subjectId) === isConfirmed) return false;
      if (isConfirmed) known.add(subjectId);
      else known.delete(subjectId);
      confirmed.set(assetId, known);
      return true;
    },
    confirmedOf: (assetId) => confirmed.get(assetId) ?? none,
  };
}
