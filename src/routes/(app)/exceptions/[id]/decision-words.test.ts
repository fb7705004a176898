import { describe, expect, it } from 'vitest';
import { approvalsWords, rightWords } from './decision-words.ts';

const max = { roles: ['manager'], names: ['Max Manager'], count: 1, remedy: null };
const nobody = { roles: ['ciso'], names: [], count: 0, remedy: 'Nobody else may approve here. Add a CISO.' };

describe('the right to decide, in words', () => {
  it('says that one may', () =>
    expect(rightWords({ mayApprove: true, mayReturn: true, refusal: null }, [max])).toBe(
      'You may decide: you neither asked for nor assessed this.',
    ));

  it('says why not, and whom it waits for or whom to add', () => {
    const refusal = { code: 'FOUR_EYES', message: 'You asked for this.' };
    expect(rightWords({ mayApprove: false, mayReturn: false, refusal }, [max])).toBe(
      'You asked for this. Waits for Max Manager.',
    );
    expect(rightWords({ mayApprove: false, mayReturn: true, refusal: null }, [nobody])).toBe(
      'You may not approve this. Nobody else may approve here. Add a CISO. You may assess or return it.',
    );
  });

  it('counts the approvals that are left', () => {
    expect(approvalsWords({ approvals: [['manager']], missing: [max] })).toBe(
      'With your approval it is active at once.',
    );
    expect(approvalsWords({ approvals: [['ciso'], ['manager']], missing: [max, nobody] })).toBe(
      'After yours one more approval is needed.',
    );
  });
});
