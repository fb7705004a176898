import { AppError } from '#core/errors.ts';
import type { PersonGroupRow } from '../../store/person-groups.ts';
import type { Store } from '../../store/store.ts';
import type { AuthContext } from '../auth-context.ts';
import { endSessions } from '../end-sessions.ts';
import { keepAdministered } from '../people/find-account.ts';
import { rolesDigest } from '../person-viewer.ts';
import { tellPerson } from '../tell-person.ts';
import type { Viewer } from '../viewer.ts';

/** A group of people. @throws AppError PERSON_GROUP_UNKNOWN (404) */
export function groupOf({ store }: Pick<AuthContext, 'store'>, id: string): PersonGroupRow {
  const group = store.personGroups.find(id);
  if (group) return group;
  throw new AppError({
    code: 'PERSON_GROUP_UNKNOWN',
    message: 'There is no such group of people.',
    remedy: 'Look at the list of groups.',
    status: 404,
  });
}

interface GroupChange {
  readonly groupId: string;
  /** Who is not a member yet and becomes one. */
  readonly joining?: readonly string[];
  /** Absent = the group stays, as it then is. */
  readonly removes?: true;
  readonly work: () => void;
}

/**
 * Changes a group that the viewer is not in, with its event. Whoever then holds other roles has no session left and is
 * told by mail.
 * @throws AppError PERSON_GROUP_UNKNOWN (404), OWN_GROUP, LAST_ADMINISTRATOR (409); what `work` throws
 */
export function changeGroup(auth: AuthContext, viewer: Viewer, change: GroupChange): void {
  const { groupId, joining = [], removes, work } = change;
  const { store } = auth;
  groupOf(auth, groupId);
  const changed = store.transaction(() => {
    const members = store.personGroups.members(groupId);
    if (members.some((personId) => personId === viewer.personId)) throw ownGroup();
    const digestOf = (personId: string): string => rolesDigest(store.people.held(personId));
    const before = new Map([...members, ...joining].map((personId) => [personId, digestOf(personId)]));
    keepAdministered(auth, work);
    if (removes) recordRemoval(store, viewer, groupId);
    else recordGroup(store, viewer, { groupId, kind: 'person-group.changed' });
    const people = [...before].filter(([personId, digest]) => digestOf(personId) !== digest);
    return people.map(([personId]) => endSessionsOf(auth, viewer, personId));
  });
  for (const personId of changed) tell(auth, personId);
}

/** The event says all that the group is from now on. */
export function recordGroup(
  store: Store,
  { personId: actor, via }: Viewer,
  { groupId, kind }: { groupId: string; kind: 'person-group.created' | 'person-group.changed' },
): void {
  const { personGroups } = store;
  const group = personGroups.find(groupId);
  const roles = personGroups.roles(groupId);
  const members = personGroups.members(groupId);
  const body = { groupId, name: group?.name ?? '', purpose: group?.purpose ?? '', members, roles };
  store.log.append({ kind, object: `person-group:${groupId}`, body, actor, via });
}

function recordRemoval(store: Store, { personId: actor, via }: Viewer, groupId: string): void {
  const event = { kind: 'person-group.removed', object: `person-group:${groupId}`, body: { groupId } };
  store.log.append({ ...event, actor, via });
}

function endSessionsOf(auth: AuthContext, viewer: Viewer, personId: string): string {
  const account = auth.store.people.accountOf(personId);
  if (account)
    endSessions(auth, { accountId: account.id, except: null, reason: 'roles-changed', actor: viewer });
  return personId;
}

function tell(auth: AuthContext, personId: string): void {
  tellPerson(auth, personId, {
    subject: 'Your Patchproof roles have changed',
    text: [
      'An administrator changed a group that you are or were in. Sign in again to work with what you may do now.',
    ],
  });
}

function ownGroup(): AppError {
  return new AppError({
    code: 'OWN_GROUP',
    message: 'You are in this group.',
    remedy: 'Ask an administrator who is not in it.',
    status: 409,
  });
}
