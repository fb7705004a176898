import { describe, expect, test } from 'vitest';
import { applyRequestEvent, isUnsettled, waitsForStaff } from './audit-request.ts';
import type { RequestContent, RequestEvent, RequestState } from './audit-request.ts';
import { refuseRequestEvent, requestProblems } from './refuse-request.ts';

const content: RequestContent = {
  engagement: 'e',
  unit: '*',
  title: 'Scan reports',
  text: 'All scan reports of May.',
  requirement: 'PCI DSS 11.3.1',
  about: null,
  due: '2026-06-01',
};
type Step = Exclude<RequestEvent, { kind: 'asked' }>;
const text = 'A text long enough for the record.';
const step = (kind: Step['kind'], person: string, said = text): Step =>
  kind === 'answered'
    ? { kind, at: 2, person, text: said, evidence: [] }
    : { kind, at: 2, person, text: said };
const asked: RequestEvent = { kind: 'asked', at: 1, person: 'aiko', content };
const after = (...steps: readonly Step[]): RequestState => {
  const state = [asked, ...steps].reduce<RequestState | null>(applyRequestEvent, null);
  if (state === null) throw new Error('it was asked');
  return state;
};
const refusal = (state: RequestState, event: Step, readAt = state.version) =>
  refuseRequestEvent(state, event, readAt)?.code ?? null;

describe('a request', () => {
  test('waits for the organisation, then for the auditor, until it is accepted', () => {
    expect(after()).toMatchObject({ status: 'open', author: 'aiko', version: 1, answeredBy: null });
    const returned = after(step('answered', 'ana'), step('returned', 'aiko'));
    expect(returned).toMatchObject({ status: 'returned', answeredBy: 'ana', version: 3 });
    const settled = after(step('answered', 'ana'), step('accepted', 'aiko', ''));
    expect([after(), returned, settled].map(waitsForStaff)).toEqual([true, true, false]);
    expect([after(), returned, settled].map(isUnsettled)).toEqual([true, true, false]);
    expect(applyRequestEvent(null, step('answered', 'ana'))).toBeNull();
  });

  test('is decided by its author alone, and answered by others', () => {
    const answered = after(step('answered', 'ana'));
    expect(refusal(answered, step('accepted', 'bela'))).toBe('NOT_AUTHOR');
    expect(refusal(answered, step('withdrawn', 'ana'))).toBe('NOT_AUTHOR');
    expect(refusal(after(), step('answered', 'aiko'))).toBe('FOUR_EYES');
    expect(refusal(after(), step('answered', 'ana'))).toBeNull();
  });

  test('takes one of two decisions that were made of the same record', () => {
    expect(refusal(after(step('answered', 'ana')), step('answered', 'max'), 1)).toBe('STALE_VERSION');
    expect(refusal(after(step('answered', 'ana')), step('accepted', 'aiko'), 1)).toBe('STALE_VERSION');
  });

  test('takes nothing out of turn', () => {
    expect(refusal(after(), step('accepted', 'aiko'))).toBe('AUDIT_UNANSWERED');
    expect(refusal(after(), step('returned', 'aiko'))).toBe('AUDIT_UNANSWERED');
    expect(refusal(after(step('answered', 'ana')), step('answered', 'ana'))).toBe('AUDIT_ANSWERED');
    for (const end of ['accepted', 'withdrawn'] as const) {
      const settled = after(step('answered', 'ana'), step(end, 'aiko'));
      for (const [kind, person] of [
        ['answered', 'ana'],
        ['returned', 'aiko'],
        ['withdrawn', 'aiko'],
      ] as const)
        expect(refusal(settled, step(kind, person))).toBe('AUDIT_SETTLED');
    }
  });

  test('needs a text for all but an acceptance', () => {
    const answered = after(step('answered', 'ana'));
    expect(refusal(answered, step('accepted', 'aiko', ''))).toBeNull();
    expect(refusal(answered, step('returned', 'aiko', 'too short'))).toBe('AUDIT_TEXT');
    expect(refusal(after(), step('answered', 'ana', 'x'.repeat(2001)))).toBe('AUDIT_TEXT');
  });

  test('says what is wrong with each field', () => {
    const days = { today: '2026-05-01', last: '2026-06-30' } as const;
    const fields = (change: Partial<RequestContent>) =>
      requestProblems({ ...content, ...change }, days).map(({ field }) => field);
    expect(fields({})).toEqual([]);
    expect(fields({ title: 'a', text: 'b', requirement: 'c'.repeat(101), due: '2026-04-30' })).toEqual([
      'title',
      'text',
      'requirement',
      'due',
    ]);
    expect(fields({ due: '2026-07-01' })).toEqual(['due']);
    expect(fields({ due: '2026-06-30' })).toEqual([]);
  });
});
