import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyDraftEvent, emptyBook, isSigned, refuseDraftEvent } from './policy-draft.ts';
import type { DraftBook, DraftContent, DraftEvent, DraftState } from './policy-draft.ts';
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
const start: DraftBook = { ...emptyBook, newest: 1 };
const drafted: DraftEvent = { kind: 'drafted', at, person: 'ada', draftId, base: 1, content, hash: 'h1' };
const requested: DraftEvent = { kind: 'review-requested', at, person: 'ada', draftId, hash: 'h1' };
const inReview = [drafted, requested].reduce(applyDraftEvent, start);
const signed = (person: string, side: 'security' | 'operations', hash = 'h1'): DraftEvent => ({
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
  expect(isSigned(whole.drafts.get(draftId) as DraftState)).toBe(true);
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

const person = fc.constantFrom('ada', 'bo', 'cy', 'di');
const hash = fc.constantFrom('h1', 'h1', 'h2');
const draft = fc.constantFrom('d', 'd', 'd', 'e');
const said = { at: fc.constant(0), person, draftId: draft };
const signing: fc.Arbitrary<DraftEvent> = fc.record({
  kind: fc.constant('signed' as const),
  ...said,
  hash,
  side: fc.constantFrom('security' as const, 'operations' as const),
});
const event: fc.Arbitrary<DraftEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('drafted' as const),
    ...said,
    base: fc.constantFrom(1, 1, 2),
    content: fc.constant(content),
    hash,
  }),
  fc.record({ kind: fc.constant('edited' as const), ...said, content: fc.constant(content), hash }),
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

test('over random histories nothing is published that two others than its authors did not sign as it stands', () => {
  let published = 0;
  fc.assert(
    fc.property(fc.array(event, { minLength: 20, maxLength: 90, size: 'max' }), (events) => {
      let book = start;
      for (const one of events) {
        const before = book.drafts.get(one.draftId);
        book = applyDraftEvent(book, one);
        const after = book.drafts.get(one.draftId);
        if (one.kind !== 'published' || before?.status === 'published' || after?.status !== 'published')
          continue;
        published += 1;
        const signers = new Set(after.signatures.map((signature) => signature.person));
        expect(signers.size).toBe(2);
        expect(new Set(after.signatures.map(({ side }) => side)).size).toBe(2);
        expect(after.authors.some((author) => signers.has(author))).toBe(false);
      }
    }),
    { numRuns: 1500 },
  );
  expect(published).toBeGreaterThan(0);
});
