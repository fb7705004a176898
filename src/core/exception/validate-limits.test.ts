import { describe, expect, it } from 'vitest';
import { rankingTemplate } from '../policy/policy.ts';
import { validatePolicy } from '../policy/validate-policy.ts';
import { defaultExceptionLimits } from './exception-limits.ts';
import { validateExceptionLimits } from './validate-limits.ts';

describe('the exception maxima of a policy', () => {
  it('stand in the template and survive the check', () => {
    const policy = rankingTemplate('UTC', 0);
    expect(validatePolicy(policy).exceptions).toEqual(defaultExceptionLimits);
  });

  it.each([
    ['more than a year', { days: { ...defaultExceptionLimits.days, low: 366 } }, 'exceptions.days.low'],
    [
      'no approval',
      { approvers: { ...defaultExceptionLimits.approvers, high: [] } },
      'exceptions.approvers.high',
    ],
    [
      'an unknown role',
      { approvers: { ...defaultExceptionLimits.approvers, low: [['auditor']] } },
      'exceptions.approvers.low[0]',
    ],
    ['endless renewals', { renewals: 13 }, 'exceptions.renewals'],
    ['a word for the assessor', { assessorMayApprove: 'yes' }, 'exceptions.assessorMayApprove'],
  ])('refuses %s', (_, known, field) => {
    const refused = () => validateExceptionLimits({ ...defaultExceptionLimits, ...known });
    expect(refused).toThrow(expect.objectContaining({ code: 'POLICY_INVALID', where: { field } }));
  });
});
