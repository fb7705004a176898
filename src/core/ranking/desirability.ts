import { fieldsOf, lengthOf, memberOf, minReason, textOf, textsOf } from './decision-text.ts';

/** How much this organisation wants a patch, best first. It is neither the rank nor the vendor's severity. */
export const desirabilities = ['necessary', 'desirable', 'neutral', 'undesirable'] as const;

export type Desirability = (typeof desirabilities)[number];

/** What a rating rests on. */
export const ratingBases = ['research', 'test', 'rollout'] as const;

export type RatingBasis = (typeof ratingBases)[number];

/** What was found out about a patch before anybody installed it. */
export interface PatchResearch {
  /** What the patch is for. */
  readonly issue: string;
  /** Effects that the vendor or others describe; empty = none are documented. */
  readonly effects: readonly string[];
  /** Where that stands; at least one. */
  readonly sources: readonly string[];
}

export interface PatchRating {
  readonly rating: Desirability;
  readonly basis: RatingBasis;
  /** Ten characters or more. */
  readonly reason: string;
  /** Test run or rollout that it rests on; null with research. */
  readonly reference: string | null;
}

/** What happens to one patch, in the order of the log; `at` in ms since 1970 UTC. */
export type DesirabilityEvent =
  | ({ readonly kind: 'researched'; readonly at: number; readonly person: string } & PatchResearch)
  | ({ readonly kind: 'rated'; readonly at: number; readonly person: string } & PatchRating);

/** A record with its author. */
export type Authored<Content> = Content & { readonly author: string; readonly at: number };

export interface DesirabilityState {
  /** null = not rated. */
  readonly rating: Authored<PatchRating> | null;
  /** null = nobody has looked. */
  readonly research: Authored<PatchResearch> | null;
  /** The research was renewed after the rating: somebody should look again. */
  readonly isRatingOlder: boolean;
  /** Every rating, oldest first, the one in force last. */
  readonly ratings: readonly Authored<PatchRating>[];
  readonly researches: readonly Authored<PatchResearch>[];
}

/** A patch that nobody has looked at. */
export const unrated: DesirabilityState = {
  rating: null,
  research: null,
  isRatingOlder: false,
  ratings: [],
  researches: [],
};

/**
 * Checks a research record from outside and returns only the known fields.
 * @throws AppError DECISION_INVALID with the field.
 */
export function validateResearch(input: unknown): PatchResearch {
  const fields = fieldsOf(input, ['issue', 'effects', 'sources']);
  return {
    issue: textOf(fields.get('issue'), 'issue', minReason),
    effects: textsOf(fields.get('effects'), 'effects', 0),
    sources: textsOf(fields.get('sources'), 'sources', 1),
  };
}

/**
 * Checks a rating from outside and returns only the known fields. One that rests on a test or a rollout names it.
 * @throws AppError DECISION_INVALID with the field.
 */
export function validateRating(input: unknown): PatchRating {
  const fields = fieldsOf(input, ['rating', 'basis', 'reason', 'reference']);
  const basis = memberOf(ratingBases, fields.get('basis'), 'basis');
  return {
    rating: memberOf(desirabilities, fields.get('rating'), 'rating'),
    basis,
    reason: textOf(fields.get('reason'), 'reason', minReason),
    reference: basis === 'research' ? null : textOf(fields.get('reference'), 'reference', 1),
  };
}

/** Every patch that is considered has a research record first: a rating without one does not count. */
function isRefused({ research }: DesirabilityState, event: DesirabilityEvent): boolean {
  if (lengthOf(event.person) === 0) return true;
  return event.kind === 'rated' && research === null;
}

/** The state after an event; a rating without research, or one without a person, changes nothing. */
export function applyDesirability(state: DesirabilityState, event: DesirabilityEvent): DesirabilityState {
  if (isRefused(state, event)) return state;
  const { at, person: author } = event;
  if (event.kind === 'researched') {
    const { issue, effects, sources } = event;
    const research = { issue, effects, sources, author, at };
    const researches = [...state.researches, research];
    return { ...state, research, researches, isRatingOlder: state.rating !== null };
  }
  const { rating, basis, reason, reference } = event;
  const rated = { rating, basis, reason, reference, author, at };
  return { ...state, rating: rated, ratings: [...state.ratings, rated], isRatingOlder: false };
}

/** What holds after a history: a rating may rise or fall, after a test too, and none is lost. */
export function reduceDesirability(events: readonly DesirabilityEvent[]): DesirabilityState {
  return events.reduce(applyDesirability, unrated);
}
