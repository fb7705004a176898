import type { Severity } from '#core/advisory/rank.ts';
import { reportedKey } from '#core/advisory/advice-key.ts';
import { addStatement } from '#core/ranking/reported-rating.ts';
import type { ReportedRating, ReportedScore, ReportedStatement } from '#core/ranking/reported-rating.ts';
import type { Writer } from './writer.ts';

/** What tools reported of a fix of a product from one event on, as ranks need it. */
export interface RatingFact {
  readonly rating: ReportedRating;
  /** The rating as text, to tell whether anything changed. */
  readonly text: string;
  /** UTC ms. The first report is where the findings of the fix come from, so what it says holds from the start: 0. */
  readonly at: number;
}

/** What other tools say of fixes, as known up to the event being applied. Kept in memory. */
export interface RatingBook {
  /** Takes a statement in that was recorded at an instant. */
  note(place: FixPlace, said: ReportedStatement, recordedAt: number): 'first' | 'changed' | 'unchanged';
  /** All that was ever said of a key (`reportedKey`), oldest first. */
  timelineOf(key: string): readonly RatingFact[];
}

export interface FixPlace {
  readonly fix: string;
  readonly product: string;
}

export function createRatingBook(): RatingBook {
  const timelines = new Map<string, RatingFact[]>();
  return {
    note: (place, said, recordedAt) => {
      const key = reportedKey(place);
      const timeline = timelines.get(key);
      const before = timeline?.at(-1);
      const rating = addStatement(before?.rating ?? null, said);
      const text = JSON.stringify(rating);
      if (text === before?.text) return 'unchanged';
      const fact = { rating, text, at: before ? recordedAt : 0 };
      if (timeline) timeline.push(fact);
      else timelines.set(key, [fact]);
      return before ? 'changed' : 'first';
    },
    timelineOf: (key) => timelines.get(key) ?? [],
  };
}

/** Read all that was reported, once per open warehouse. */
export async function loadRatingBook(writer: Writer): Promise<RatingBook> {
  const book = createRatingBook();
  for (const row of await writer.run('reported-statements', {})) {
    const said = {
      tool: row.tool,
      severity: severityOf(row.severity),
      cves: JSON.parse(row.cves) as string[],
      scores: JSON.parse(row.scores) as ReportedScore[],
    };
    book.note(row, said, Date.parse(row.recordedAt));
  }
  return book;
}

/** What a tool calls informational rates nothing. */
export function severityOf(word: string | null): Severity | null {
  return word === 'info' ? null : (word as Severity | null);
}
