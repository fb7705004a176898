import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  desirabilities,
  reduceDesirability,
  unrated,
  validateRating,
  validateResearch,
} from './desirability.ts';
import type { DesirabilityEvent, PatchRating } from './desirability.ts';

const research = {
  issue: 'Heap overflow in the parser',
  effects: ['restarts nginx'],
  sources: ['DSA-5678-1'],
};
const reason = 'The staging hosts ran it for two weeks';

function researched(at: number, person = 'ann'): DesirabilityEvent {
  return { kind: 'researched', at, person, ...research };
}

function rated(at: number, rating: PatchRating['rating'], person = 'ann'): DesirabilityEvent {
  return { kind: 'rated', at, person, rating, basis: 'test', reason, reference: 'test run 12' };
}

describe('the desirability of a patch', () => {
  test('needs a research record first', () => {
    expect(reduceDesirability([rated(1, 'necessary')])).toEqual(unrated);
    expect(reduceDesirability([researched(1), rated(2, 'necessary')]).rating?.rating).toBe('necessary');
  });

  test('may fall after a test and rise again, and keeps its history', () => {
    const { rating, ratings } = reduceDesirability([
      researched(1),
      rated(2, 'necessary'),
      rated(3, 'undesirable', 'ben'),
      rated(4, 'desirable'),
    ]);
    expect(rating).toMatchObject({ rating: 'desirable', author: 'ann', at: 4 });
    expect(ratings.map((one) => [one.rating, one.author, one.at])).toEqual([
      ['necessary', 'ann', 2],
      ['undesirable', 'ben', 3],
      ['desirable', 'ann', 4],
    ]);
  });

  test('is marked as older when the research is renewed, until somebody rates again', () => {
    const renewed = [researched(1), rated(2, 'necessary'), researched(3, 'ben')];
    expect(reduceDesirability(renewed)).toMatchObject({
      isRatingOlder: true,
      research: { ...research, author: 'ben', at: 3 },
    });
    expect(reduceDesirability([...renewed, rated(4, 'neutral')]).isRatingOlder).toBe(false);
  });

  test('is nobody without a person', () => {
    expect(reduceDesirability([researched(1, ' ')])).toEqual(unrated);
  });

  test('loses no record of any history', () => {
    const event = fc.oneof(
      fc.nat(9).map((at) => researched(at)),
      fc.tuple(fc.nat(9), fc.constantFrom(...desirabilities)).map(([at, rating]) => rated(at, rating)),
    );
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const { rating, ratings, researches } = reduceDesirability(events);
        const first = events.findIndex(({ kind }) => kind === 'researched');
        const counted = first === -1 ? [] : events.slice(first);
        expect(researches).toHaveLength(counted.filter(({ kind }) => kind === 'researched').length);
        expect(ratings).toHaveLength(counted.filter(({ kind }) => kind === 'rated').length);
        expect(rating).toEqual(ratings.at(-1) ?? null);
      }),
    );
  });
});

describe('a record from outside', () => {
  const rating = { rating: 'necessary', basis: 'test', reason, reference: 'test run 12' };

  test('keeps its known fields', () => {
    expect(validateResearch(research)).toEqual(research);
    expect(validateRating(rating)).toEqual(rating);
  });

  test('needs no reference when it rests on research, and no documented effect', () => {
    expect(validateRating({ ...rating, basis: 'research', reference: undefined }).reference).toBeNull();
    expect(validateResearch({ ...research, effects: [] }).effects).toEqual([]);
  });

  test.each([
    ['issue', () => validateResearch({ ...research, issue: 'a bug' })],
    ['sources', () => validateResearch({ ...research, sources: [] })],
    ['effects', () => validateResearch({ ...research, effects: undefined })],
    ['author', () => validateResearch({ ...research, author: 'ben' })],
    ['rating', () => validateRating({ ...rating, rating: 'severe' })],
    ['basis', () => validateRating({ ...rating, basis: 'feeling' })],
    ['reason', () => validateRating({ ...rating, reason: 'because' })],
    ['reference', () => validateRating({ ...rating, reference: null })],
    ['decision', () => validateRating([])],
  ])('is refused with its field %s', (field, validate) => {
    expect(validate).toThrowError(expect.objectContaining({ code: 'DECISION_INVALID', where: { field } }));
  });
});
