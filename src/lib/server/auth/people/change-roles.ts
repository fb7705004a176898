import { AppError } from '#core/errors.ts';
import type { RoleAssignment } from '../../store/people.ts';
import { authorise } from '../authorise.ts';
import type { AuthContext } from '../auth-context.ts';
import { endSessions } from '../end-sessions.ts';
import { tellPerson } from '../tell-person.ts';
import type { Viewer } from '../viewer.ts';
import { accountOfOther, keepAdministered } from './find-account.ts';
import { readAssignment } from './read-assignment.ts';
import { roleHeld, roleNotHeld } from './role-errors.ts';

export interface RoleChange {
  readonly personId: string;
  readonly role: string;
  /** Business unit, or `*` for all. */
  readonly unit: string;
}

/**
 * Gives another person a role for a business unit or for all. Their sessions end, so that what they may do is read anew;
 * they are told by mail.
 * @throws AppError ROLE_INVALID, UNIT_INVALID (400), PERSON_UNKNOWN (404), OWN_ACCOUNT, ROLE_HELD (409), STEP_UP_NEEDED (403)
 */
export function giveRole(auth: AuthContext, viewer: Viewer, { personId, ...given }: RoleChange): void {
  authorise(viewer, 'account.manage');
  const { role, unit } = readAssignment(given);
  change(auth, viewer, personId, (held) => {
    if (held.some((one) => one.role === role && one.unit === unit)) throw roleHeld('person');
    return [...held, { role, unit }];
  });
}

/**
 * Takes one role of another person away that was given to them; the last one stays, unless a group gives another. An
 * account is closed instead.
 * @throws AppError as `giveRole`; ROLE_NOT_HELD (404), LAST_ROLE, LAST_ADMINISTRATOR (409)
 */
export function takeRole(auth: AuthContext, viewer: Viewer, { personId, role, unit }: RoleChange): void {
  authorise(viewer, 'account.manage');
  change(auth, viewer, personId, (held) => {
    const left = held.filter((one) => one.role !== role || one.unit !== unit);
    if (left.length === held.length) throw roleNotHeld('person');
    const hasGroupRole = auth.store.people.held(personId).some(({ groupId }) => groupId !== null);
    if (left.length === 0 && !hasGroupRole) throw lastRole();
    return left;
  });
}

function change(
  auth: AuthContext,
  viewer: Viewer,
  personId: string,
  next: (held: readonly RoleAssignment[]) => readonly RoleAssignment[],
): void {
  const account = accountOfOther(auth, viewer, personId);
  const { store } = auth;
  store.transaction(() => {
    const roles = next(store.people.givenRoles(personId)).toSorted(byName);
    keepAdministered(auth, () => store.people.setRoles(personId, roles));
    const body = { personId, roles: roles.map(({ role, unit }) => ({ role, unit })), by: 'administrator' };
    const event = { kind: 'person.roles-changed', object: `person:${personId}`, body };
    store.log.append({ ...event, actor: viewer.personId, via: viewer.via });
    endSessions(auth, { accountId: account.id, except: null, reason: 'roles-changed', actor: viewer });
  });
  tellPerson(auth, personId, {
    subject: 'Your Patchproof roles have changed',
    text: ['An administrator changed what you may do. Sign in again to work with what you may do now.'],
  });
}

const byName = (a: RoleAssignment, b: RoleAssignment): number =>
  a.role.localeCompare(b.role) || a.unit.localeCompare(b.unit);

function lastRole(): AppError {
  return new AppError({
    code: 'LAST_ROLE',
    message: 'This is the only role of the person.',
    remedy: 'Give another role first, or close the account.',
    status: 409,
  });
}
