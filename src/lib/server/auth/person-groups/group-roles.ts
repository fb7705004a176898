import type { RoleAssignment } from '../../store/people.ts';
import type { AuthContext } from '../auth-context.ts';
import { authorise } from '../authorise.ts';
import { readAssignment } from '../people/read-assignment.ts';
import type { Viewer } from '../viewer.ts';
import { changeGroup } from './change-group.ts';
import { roleHeld, roleNotHeld } from '../people/role-errors.ts';

interface GroupRole extends RoleAssignment {
  readonly groupId: string;
}

/**
 * Gives a group a role for a business unit or for all: every member holds it.
 * @throws AppError ROLE_INVALID, UNIT_INVALID (400), PERSON_GROUP_UNKNOWN (404), OWN_GROUP, ROLE_HELD (409),
 *   STEP_UP_NEEDED (403)
 */
export function giveGroupRole(auth: AuthContext, viewer: Viewer, { groupId, ...given }: GroupRole): void {
  authorise(viewer, 'account.manage');
  const role = readAssignment(given);
  const { personGroups } = auth.store;
  const work = () => {
    if (holds(personGroups.roles(groupId), role)) throw roleHeld('group');
    personGroups.giveRole(groupId, role);
  };
  changeGroup(auth, viewer, { groupId, work });
}

/**
 * Takes a role away from a group.
 * @throws AppError PERSON_GROUP_UNKNOWN, ROLE_NOT_HELD (404), OWN_GROUP, LAST_ADMINISTRATOR (409), STEP_UP_NEEDED (403)
 */
export function takeGroupRole(auth: AuthContext, viewer: Viewer, { groupId, ...taken }: GroupRole): void {
  authorise(viewer, 'account.manage');
  const { personGroups } = auth.store;
  const work = () => {
    if (!holds(personGroups.roles(groupId), taken)) throw roleNotHeld('group');
    personGroups.takeRole(groupId, taken);
  };
  changeGroup(auth, viewer, { groupId, work });
}

function holds(roles: readonly RoleAssignment[], { role, unit }: RoleAssignment): boolean {
  return roles.some((one) => one.role === role && one.unit === unit);
}
