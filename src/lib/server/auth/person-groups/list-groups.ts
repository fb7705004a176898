import { listAtHand, mentions } from '../../list-at-hand.ts';
import type { ListInput } from '../../list-input.ts';
import { refuseUnknown } from '../../list-input.ts';
import type { RoleAssignment } from '../../store/people.ts';
import type { PersonGroupRow } from '../../store/person-groups.ts';
import type { AuthContext } from '../auth-context.ts';
import { authorise, may } from '../authorise.ts';
import { PERSON_ROLES } from '../people/invite-person.ts';
import type { Viewer } from '../viewer.ts';
import { groupOf } from './change-group.ts';

export interface PersonGroup {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  readonly createdAt: string;
  readonly roles: readonly RoleAssignment[];
  /** By name. */
  readonly members: readonly { readonly personId: string; readonly name: string }[];
}

export interface PersonGroupsQuery extends ListInput {
  readonly q?: string | undefined;
  readonly role?: string | undefined;
}

const keys = {
  name: ({ name }: PersonGroup) => name,
  members: ({ members }: PersonGroup) => members.length,
  created: ({ createdAt }: PersonGroup) => createdAt,
};

/** Groups of people that match, by name. @throws AppError QUERY_INVALID */
export function listPersonGroups(auth: AuthContext, viewer: Viewer, query: PersonGroupsQuery) {
  authorise(viewer, 'account.list');
  refuseUnknown({ ...query }, { role: PERSON_ROLES });
  const all = auth.store.personGroups.list().map((row) => summarise(auth, row));
  const matching = all.filter(
    ({ name, purpose, roles, members }) =>
      mentions(query.q, [name, purpose, ...members.map((one) => one.name)]) &&
      (query.role === undefined || roles.some(({ role }) => role === query.role)),
  );
  return listAtHand(matching, query, keys);
}

/** One group, with whom it could take in. @throws AppError PERSON_GROUP_UNKNOWN (404) */
export function getPersonGroup(auth: AuthContext, viewer: Viewer, groupId: string) {
  authorise(viewer, 'account.list');
  const group = summarise(auth, groupOf(auth, groupId));
  const isMember = group.members.some(({ personId }) => personId === viewer.personId);
  return {
    ...group,
    /** False for a group that the viewer is in. */
    mayChange: !isMember && may(viewer, 'account.manage'),
    isMember,
    people: auth.store.people
      .accounts()
      .filter(({ personId, disabledAt }) => disabledAt === null && personId !== viewer.personId)
      .filter(({ personId }) => group.members.every((one) => one.personId !== personId))
      .map(({ personId, username }) => ({
        value: personId,
        label: `${auth.store.people.name(personId) ?? 'erased person'}, ${username}`,
      })),
  };
}

function summarise({ store }: AuthContext, { id, name, purpose, createdAt }: PersonGroupRow): PersonGroup {
  const members = store.personGroups.members(id).map((personId) => ({
    personId,
    name: store.people.name(personId) ?? 'erased person',
  }));
  return {
    id,
    name,
    purpose,
    createdAt: new Date(createdAt).toISOString(),
    roles: store.personGroups.roles(id),
    members: members.sort((a, b) => a.name.localeCompare(b.name)),
  };
}
