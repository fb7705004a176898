import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyDraftEvent, emptyBook, isSigned, refuseDraftEvent, sidesOf } from './policy-draft.ts';
import type { DraftBook, DraftContent, DraftEvent, DraftState } from './policy-draft.ts';
import type { SigningSide } from './policy-record.ts';
import { rankingTemplate } from './policy.ts';

const { version: _version, effectiveFromAt: _from, ...terms } = rankingTemplate('UTC', 0);
const content: DraftContent = {
  changeSummary: 'Shorter',
  text: '# Policy',
  effectiveDay: '2026-05-01',
  terms,
};
const at = 0;
const draftId = 'd';
/** The same words: only limits change. */
const sameWords = new Map([[1, { text: '# Policy', terms }]]);
const start: DraftBook = { ...emptyBook, newest: 1, bases: sameWords };
const drafted: DraftEvent = { kind: 'drafted', at, person: 'ada', draftId, base: 1, content, hash: 'h1' };
const requested: DraftEvent = { kind: 'review-requested', at, person: 'ada', draftId, hash: 'h1' };
const inReview = [drafted, requested].reduce(applyDraftEvent, start);
const signed = (person: string, side: SigningSide, hash = 'h1'): DraftEvent => ({
  kind: 'signed',
  at,
  person,
  draftId,
  side,
  hash,
});

test('a draft is signed by two functions, two persons, neither of them an author', () => {
  expect(refuseDraftEvent(inReview, signed('ada', 'security'))).toBe('FOUR_EYES');
  const half = applyDraftEvent(inReview, signed('bo', 'security'));
  expect(refuseDraftEvent(half, signed('bo', 'operations'))).toBe('FOUR_EYES');
  expect(refuseDraftEvent(half, signed('cy', 'security'))).toBe('ALREADY_SIGNED');
  const whole = applyDraftEvent(half, signed('cy', 'operations'));
  expect(isSigned(whole, whole.drafts.get(draftId) as DraftState)).toBe(true);
  expect(refuseDraftEvent(whole, signed('di', 'executive'))).toBe('SIGNATURE_NOT_NEEDED');
});

test('other words wait for an executive as well, a third person', () => {
  const words = { ...inReview, bases: new Map([[1, { text: '# Another policy', terms }]]) };
  const both = [signed('bo', 'security'), signed('cy', 'operations')].reduce(applyDraftEvent, words);
  const draftOf = (book: DraftBook) => book.drafts.get(draftId) as DraftState;
  expect(isSigned(both, draftOf(both))).toBe(false);
  expect(refuseDraftEvent(both, { kind: 'published', at, person: '', draftId, version: 2 })).toBe(
    'DRAFT_NOT_IN_REVIEW',
  );
  for (const person of ['ada', 'bo', 'cy'])
    expect(refuseDraftEvent(both, signed(person, 'executive'))).toBe('FOUR_EYES');
  const whole = applyDraftEvent(both, { ...signed('di', 'executive'), function: 'finance' } as DraftEvent);
  expect(isSigned(whole, draftOf(whole))).toBe(true);
  expect(draftOf(whole).signatures.at(-1)).toMatchObject({ side: 'executive', function: 'finance' });
});

test('what asks for an executive: words, scope, what ranks mean, or nothing to compare with; never a limit', () => {
  const [first, ...others] = terms.rules;
  if (!first) expect.fail();
  const sides = (draftTerms: typeof terms, text = '# Policy', bases: DraftBook['bases'] = sameWords) =>
    sidesOf({ ...start, bases }, { base: 1, content: { ...content, text, terms: draftTerms } } as DraftState);
  const levels = ['security', 'operations'];
  const rule = (change: object) => ({ ...terms, rules: [{ ...first, ...change }, ...others] });
  const meanings = { severe: 'a', high: 'b', medium: 'c', low: 'd' };
  expect(sides(rule({ limits: { severe: 'P1D', high: 'P2D', medium: 'P3D', low: 'P4D' } }))).toEqual(levels);
  expect(sides({ ...terms, coverageWindow: 'P7D', alsoOpen: { grace: 'P1D' } })).toEqual(levels);
  expect(sides({ ...terms, scanFrequency: [{ id: 'a', method: 'network', every: 'P7D' }] })).toEqual(levels);
  const all = [...levels, 'executive'];
  expect(sides(terms, '# Policy, other words')).toEqual(all);
  expect(sides(rule({ conditions: { scope: ['ephi'] } }))).toEqual(all);
  expect(sides(rule({ binding: 'advisory' }))).toEqual(all);
  expect(sides({ ...terms, rules: others })).toEqual(all);
  expect(sides({ ...terms, meanings })).toEqual(all);
  expect(sides(terms, '# Policy', new Map())).toEqual(all);
});

test('an edit after a signature voids it, makes its writer an author, and needs a new review', () => {
  const half = applyDraftEvent(inReview, signed('bo', 'security'));
  const edit: DraftEvent = { kind: 'edited', at, person: 'cy', draftId, content, hash: 'h2' };
  const book = applyDraftEvent(half, edit);
  expect(book.drafts.get(draftId)).toMatchObject({ status: 'draft', signatures: [], authors: ['ada', 'cy'] });
  expect(refuseDraftEvent(book, signed('bo', 'security', 'h2'))).toBe('DRAFT_NOT_IN_REVIEW');
  const again = applyDraftEvent(book, { ...requested, hash: 'h2' });
  expect(refuseDraftEvent(again, signed('bo', 'security', 'h1'))).toBe('STALE_VERSION');
  expect(refuseDraftEvent(again, signed('cy', 'operations', 'h2'))).toBe('FOUR_EYES');
});

test('a draft of a version that was replaced meanwhile cannot be signed, and no draft begins on an old one', () => {
  expect(refuseDraftEvent({ ...inReview, newest: 2 }, signed('bo', 'security'))).toBe('BASE_REPLACED');
  expect(refuseDraftEvent({ ...start, newest: 2 }, drafted)).toBe('BASE_REPLACED');
});

const person = fc.constantFrom('ada', 'bo', 'cy', 'di', 'ed');
const hash = fc.constantFrom('h1', 'h1', 'h2');
const draft = fc.constantFrom('d', 'd', 'd', 'e');
/** As the base, with another limit, or with other words. */
const anyContent = fc.constantFrom(content, { ...content, text: '# Other words' });
const said = { at: fc.constant(0), person, draftId: draft };
const signing: fc.Arbitrary<DraftEvent> = fc.record({
  kind: fc.constant('signed' as const),
  ...said,
  hash,
  side: fc.constantFrom('security' as const, 'operations' as const, 'executive' as const),
});
const event: fc.Arbitrary<DraftEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('drafted' as const),
    ...said,
    base: fc.constantFrom(1, 1, 2),
    content: anyContent,
    hash,
  }),
  fc.record({ kind: fc.constant('edited' as const), ...said, content: anyContent, hash }),
  fc.record({ kind: fc.constant('review-requested' as const), ...said, hash }),
  fc.record({
    kind: fc.constant('reviewed' as const),
    ...said,
    hash,
    agrees: fc.boolean(),
    comment: fc.constant(''),
  }),
  { weight: 5, arbitrary: signing },
  fc.record({ kind: fc.constant('returned' as const), ...said, hash, reason: fc.constant('no') }),
  fc.record({ kind: fc.constant('withdrawn' as const), ...said, reason: fc.constant('no') }),
  fc.record({ kind: fc.constant('published' as const), ...said, version: fc.constantFrom(2, 3) }),
);

const publishing: fc.Arbitrary<DraftEvent> = fc.record({
  kind: fc.constant('published' as const),
  at: fc.constant(0),
  person,
  draftId: fc.constant('d'),
  version: fc.constant(2),
});
const history = (one: fc.Arbitrary<DraftEvent>) =>
  fc.array(one, { minLength: 20, maxLength: 90, size: 'max' });
/** From nothing; and from a draft in review with little besides signatures, or few histories would end in a version. */
const histories = fc.oneof(
  history(event),
  fc
    .tuple(
      anyContent,
      history(
        fc.oneof(
          { weight: 20, arbitrary: signing },
          { weight: 4, arbitrary: publishing },
          { weight: 1, arbitrary: event },
        ),
      ),
    )
    .map(([first, events]): DraftEvent[] => [
      { ...drafted, draftId: 'd', content: first },
      { ...requested, draftId: 'd' },
      ...events,
    ]),
);

const bySigning: DraftEvent[] = [
  requested,
  signed('bo', 'security'),
  signed('cy', 'operations'),
  signed('di', 'executive'),
];
const secondVersion: DraftEvent[] = [
  drafted,
  ...bySigning,
  { kind: 'published', at, person: 'ada', draftId, version: 2 },
  { ...drafted, base: 2 } as DraftEvent,
  ...bySigning,
  { kind: 'published', at, person: 'ada', draftId, version: 3 },
];

test('over random histories nothing is published without every signature that its change needs, of others than its authors', () => {
  const published = { levels: 0, words: 0 };
  fc.assert(
    fc.property(histories, (events) => {
      let book = start;
      for (const one of events) {
        const known = book.drafts.get(one.draftId);
        book = applyDraftEvent(book, one);
        const after = book.drafts.get(one.draftId);
        if (one.kind !== 'published' || known?.status === 'published' || after?.status !== 'published')
          continue;
        // Of the version that a history itself published no words are known: then an executive signs too.
        const changesWords = after.content.text !== '# Policy' || after.base !== 1;
        published[changesWords ? 'words' : 'levels'] += 1;
        const needed = changesWords ? ['executive', 'operations', 'security'] : ['operations', 'security'];
        expect(after.signatures.map(({ side }) => side).toSorted()).toEqual(needed);
        const signers = new Set(after.signatures.map((signature) => signature.person));
        expect(signers.size).toBe(needed.length);
        expect(after.authors.some((author) => signers.has(author))).toBe(false);
      }
    }),
    // The history in which a second version follows a first one.
    { numRuns: 3000, examples: [[secondVersion]] },
  );
  expect(published.levels).toBeGreaterThan(0);
  expect(published.words).toBeGreaterThan(0);
});
