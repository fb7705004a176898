import {
  approveException,
  assessException,
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
};
