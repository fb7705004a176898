import { AppError } from '#core/errors.ts';
import type { AuthContext } from '../auth-context.ts';
import { authorise } from '../authorise.ts';
import { accountOfOther } from '../people/find-account.ts';
import type { Viewer } from '../viewer.ts';
import { changeGroup } from './change-group.ts';

interface Membership {
  readonly groupId: string;
  readonly personId: string;
}

/**
 * Puts another person into a group: they hold its roles while they are in it.
 * @throws AppError PERSON_GROUP_UNKNOWN, PERSON_UNKNOWN (404), OWN_ACCOUNT, OWN_GROUP, ACCOUNT_CLOSED, MEMBER_ALREADY (409),
 *   STEP_UP_NEEDED (403)
 */
export function addMember(auth: AuthContext, viewer: Viewer, { groupId, personId }: Membership): void {
  authorise(viewer, 'account.manage');
  if (accountOfOther(auth, viewer, personId).disabledAt !== null) throw accountClosed();
  const { personGroups } = auth.store;
  const work = () => {
    if (personGroups.members(groupId).includes(personId)) throw memberAlready();
    personGroups.addMember(groupId, personId);
  };
  changeGroup(auth, viewer, { groupId, joining: [personId], work });
}

/**
 * Takes a person out of a group. What was given to them stays.
 * @throws AppError PERSON_GROUP_UNKNOWN, MEMBER_UNKNOWN (404), OWN_GROUP, LAST_ADMINISTRATOR (409), STEP_UP_NEEDED (403)
 */
export function removeMember(auth: AuthContext, viewer: Viewer, { groupId, personId }: Membership): void {
  authorise(viewer, 'account.manage');
  const { personGroups } = auth.store;
  const work = () => {
    if (!personGroups.members(groupId).includes(personId)) throw memberUnknown();
    personGroups.removeMember(groupId, personId);
  };
  changeGroup(auth, viewer, { groupId, work });
}

function accountClosed(): AppError {
  return new AppError({
    code: 'ACCOUNT_CLOSED',
    message: 'The account of this person is closed.',
    remedy: 'Open it first.',
    status: 409,
    where: { field: 'person' },
  });
}

function memberAlready(): AppError {
  return new AppError({
    code: 'MEMBER_ALREADY',
    message: 'The person is in this group already.',
    remedy: 'Choose somebody else.',
    status: 409,
    where: { field: 'person' },
  });
}

function memberUnknown(): AppError {
  return new AppError({
    code: 'MEMBER_UNKNOWN',
    message: 'The person is not in this group.',
    remedy: 'Reload the page to see who is.',
    status: 404,
  });
}
