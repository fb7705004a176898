import {
  approveException,
  assessException,
  meetCondition,
  refuseExceptionRequest,
  returnException,
  revokeException,
  suspendException,
  withdrawException,
} from '#lib/server/exceptions/decide-exception.ts';

/** What each answer of a form does. */
export const answers = {
  approved: approveException,
  'change-requested': returnException,
  refused: refuseExceptionRequest,
  assessed: assessException,
  withdrawn: withdrawException,
  revoked: revokeException,
  suspended: suspendException,
  'condition-met': meetCondition,
};

/** Rows of which something was filled in. */
export function conditionsOf(texts: readonly string[], days: readonly string[]) {
  return texts
    .map((text, index) => ({ text: text.trim(), due: days[index] ?? '' }))
    .filter(({ text, due }) => text !== '' || due !== '');
}
