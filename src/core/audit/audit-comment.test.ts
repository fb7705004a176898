import { expect, test } from 'vitest';
import { applyCommentEvent, refuseTakingBack } from './audit-comment.ts';
import type { CommentEvent, CommentState } from './audit-comment.ts';

const about = { kind: 'asset', id: 'a', path: '/assets/a', label: 'shop' } as const;
const content = { engagement: 'e', unit: '*', about, text: 'Why is it not scanned?' };
const made: CommentEvent = { kind: 'made', at: 1, person: 'aiko', content };
type Back = Extract<CommentEvent, { kind: 'taken-back' }>;
const back = (person: string, reason = 'It was scanned after all.'): Back => ({
  kind: 'taken-back',
  at: 2,
  person,
  reason,
});
const stateOf = (...events: readonly CommentEvent[]): CommentState => {
  const state = events.reduce<CommentState | null>(applyCommentEvent, null);
  if (state === null) throw new Error('it was made');
  return state;
};

test('a comment is taken back once, by who said it, with a reason, and stays in the record', () => {
  expect(stateOf(made)).toMatchObject({ author: 'aiko', takenBack: null });
  expect(refuseTakingBack(stateOf(made), back('aiko'))).toBeNull();
  expect(refuseTakingBack(stateOf(made), back('bela'))?.code).toBe('NOT_AUTHOR');
  expect(refuseTakingBack(stateOf(made), back('aiko', 'short'))?.code).toBe('AUDIT_TEXT');
  const gone = stateOf(made, back('aiko'));
  expect(gone).toMatchObject({ content: { text: content.text }, takenBack: { at: 2 } });
  expect(refuseTakingBack(gone, back('aiko'))?.code).toBe('AUDIT_SETTLED');
  expect(applyCommentEvent(null, back('aiko'))).toBeNull();
});
