import { readAdviceKey } from '#core/advisory/advice-key.ts';
import type { UnfixedFlaw } from '#core/advisory/advise.ts';
import { undecidedBy } from '#core/advisory/feed-answer.ts';
import type { FeedAnswer, UpdateState } from '#core/advisory/feed-answer.ts';
import type { WithdrawnState } from '#core/advisory/finding-state.ts';
import type { Severity } from '#core/advisory/rank.ts';
import type { UnknownFlaw } from '#core/advisory/unknown-flaw.ts';
import type { CveFacts } from '#core/ranking/rank-inputs.ts';
import type { Moment } from '#core/sla/due.ts';
import { nothingKnown } from './rank-inputs-of.ts';
import type { Writer } from './writer.ts';

/** What feeds said of one installed version from one event on, as deadlines need it. */
export interface AdviceFact extends FeedAnswer {
  readonly advisory: string | null;
  /** Instant, or a bare day. */
  readonly released: Moment | null;
  readonly severity: Severity | null;
  /** Day. */
  readonly knownExploited: string | null;
  readonly facts: readonly CveFacts[];
  /** What is to be done besides installing. */
  readonly steps: string | null;
  /** UTC ms. */
  readonly recordedAt: number;
}

/** What feeds say of everything that is installed, as known up to the event being applied. Kept in memory. */
export interface AdviceBook {
  /** When the last feed was recorded, UTC ms; null = none came yet, so nothing need be asked. */
  fedAt(): number | null;
  noteFeed(at: number): void;
  /** Whether a key was asked about with all that feeds say now. */
  isKnown(key: string): boolean;
  /** What was last said, as a hash; null = nothing. */
  digestOf(key: string): string | null;
  /** A key was asked about; null = feeds say nothing of it. */
  note(key: string, said: { readonly fact: AdviceFact; readonly digest: string } | null): void;
  /** All that was ever said of a key, oldest first. */
  timelineOf(key: string): readonly AdviceFact[];
  /** Notices that recommend settings for a product by what was last said of its key. */
  settingsOf(key: string): readonly string[];
  /** Keys of which feeds cannot tell now. */
  undecided(): readonly string[];
  /** What was last said of a key by an instant, UTC ms. */
  at(key: string, at: number): AdviceFact | null;
}

export function createAdviceBook(lastFed: number | null = null): AdviceBook {
  const timelines = new Map<string, AdviceFact[]>();
  const digests = new Map<string, string>();
  const undecided = new Set<string>();
  /** Since the last feed. */
  const asked = new Set<string>();
  let fedAt = lastFed;
  return {
    fedAt: () => fedAt,
    noteFeed: (at) => {
      fedAt = at;
      asked.clear();
    },
    isKnown: (key) => asked.has(key),
    digestOf: (key) => digests.get(key) ?? null,
    note: (key, said) => {
      asked.add(key);
      if (said === null) return;
      digests.set(key, said.digest);
      if (said.fact.undecided === null) undecided.delete(key);
      else undecided.add(key);
      const timeline = timelines.get(key);
      if (timeline) timeline.push(said.fact);
      else timelines.set(key, [said.fact]);
    },
    settingsOf: (key) => timelines.get(key)?.at(-1)?.settings ?? [],
    undecided: () => [...undecided],
    timelineOf: (key) => timelines.get(key) ?? [],
    at: (key, at) => timelines.get(key)?.findLast(({ recordedAt }) => recordedAt <= at) ?? null,
  };
}

/** Of every vulnerability, in the order of `cves`: that nothing is published of one counts too. */
export function factsOfAll(cves: readonly string[], facts: readonly CveFacts[]): CveFacts[] {
  const known = new Map(facts.map((one) => [one.cve, one]));
  return cves.map((cve) => known.get(cve) ?? nothingKnown(cve));
}

/**
 * What follows for a fix that feeds no longer name: flaws that they had called fixed and now call unfixed are still
 * there, all others are not.
 * @param before what feeds said of the same key until now
 */
export function endingOf(
  unfixed: readonly UnfixedFlaw[],
  before: readonly Pick<AdviceFact, 'facts'>[],
): WithdrawnState {
  const once = new Set(before.flatMap(({ facts }) => facts.map(({ cve }) => cve)));
  const left = unfixed.filter(({ vulnerability }) => once.has(vulnerability));
  if (left.length === 0) return 'not_affected';
  return left.every(({ state }) => state === 'wont_fix' || state === 'unsupported') ? 'wont_fix' : 'no_fix';
}

/** Read all advice, once per open warehouse. */
export async function loadAdviceBook(writer: Writer): Promise<AdviceBook> {
  const [known] = await writer.run('feeds-known', {});
  const book = createAdviceBook(known?.fedAt ? Date.parse(known.fedAt) : null);
  for (const row of await writer.run('advice', {})) {
    const fact: AdviceFact = {
      advisory: row.advisory,
      released: row.released === null ? row.releasedDay : Date.parse(row.released),
      severity: row.severity as Severity | null,
      knownExploited: row.knownExploited,
      facts: factsOfAll(JSON.parse(row.cves) as string[], JSON.parse(row.facts) as CveFacts[]),
      fixed: row.fixed,
      updates: row.updates === null ? null : (JSON.parse(row.updates) as UpdateState),
      settings: row.settings === null ? [] : (JSON.parse(row.settings) as string[]),
      undecided: undecidedBy(readAdviceKey(row.key).platform, JSON.parse(row.unknown) as UnknownFlaw[]),
      steps: row.steps,
      endsAs: endingOf(JSON.parse(row.unfixed) as UnfixedFlaw[], book.timelineOf(row.key)),
      recordedAt: Date.parse(row.recordedAt),
    };
    book.note(row.key, { fact, digest: row.digest });
  }
  return book;
}
