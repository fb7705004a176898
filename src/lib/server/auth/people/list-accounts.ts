import { listAtHand, mentions } from '../../list-at-hand.ts';
import type { ListInput } from '../../list-input.ts';
import { refuseUnknown } from '../../list-input.ts';
import type { AccountRow } from '../../store/accounts.ts';
import type { RoleAssignment } from '../../store/people.ts';
import { authorise } from '../authorise.ts';
import type { AuthContext } from '../auth-context.ts';
import { isLocked } from '../sign-in-limits.ts';
import type { Viewer } from '../viewer.ts';
import { accountOf } from './find-account.ts';
import { PERSON_ROLES } from './invite-person.ts';

/** A role that a person holds; `group` = the group that it comes through, null = given to the person. */
export interface RoleSummary extends RoleAssignment {
  readonly group: { readonly id: string; readonly name: string } | null;
}

/** A person and how they sign in, for whoever manages accounts. */
export interface AccountSummary {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly RoleSummary[];
  readonly state: 'open' | 'locked' | 'disabled';
  /** Second factors; none = asked for at the next sign-in. */
  readonly factors: readonly ('app' | 'passkey')[];
  readonly lastUsed: string | null;
  /** When it was last signed in to or opened: 90 days later it is closed. */
  readonly activeAt: string;
}

export interface AccountsQuery extends ListInput {
  /** In the name or the address. */
  readonly q?: string | undefined;
  readonly role?: string | undefined;
  readonly state?: string | undefined;
  /** Id of a group of people. */
  readonly group?: string | undefined;
}

const allowed = { role: PERSON_ROLES, state: ['open', 'locked', 'disabled'] };
const keys = {
  name: ({ name }: AccountSummary) => name,
  email: ({ email }: AccountSummary) => email,
  used: ({ lastUsed }: AccountSummary) => lastUsed,
  active: ({ activeAt }: AccountSummary) => activeAt,
};

/** Who has an account and matches, by name; and how many can sign in at all. @throws AppError QUERY_INVALID */
export function listAccounts(auth: AuthContext, viewer: Viewer, query: AccountsQuery) {
  authorise(viewer, 'account.list');
  refuseUnknown({ ...query }, allowed);
  const { q, role, state, group } = query;
  const all = auth.store.people.accounts().map((account) => summarise(auth, account));
  const members = group === undefined ? [] : auth.store.personGroups.members(group);
  const matching = all.filter(
    (one) =>
      mentions(q, [one.name, one.email]) &&
      (role === undefined || one.roles.some((held) => held.role === role)) &&
      (state === undefined || one.state === state) &&
      (group === undefined || members.includes(one.personId)),
  );
  const canSignIn = all.filter((one) => one.state !== 'disabled').length;
  return { canSignIn, ...listAtHand(matching, query, keys) };
}

/** One of them. @throws AppError PERSON_UNKNOWN (404) */
export function getAccount(auth: AuthContext, viewer: Viewer, personId: string): AccountSummary {
  authorise(viewer, 'account.list');
  return summarise(auth, accountOf(auth, personId));
}

function summarise(auth: AuthContext, account: AccountRow): AccountSummary {
  const { store } = auth;
  const now = auth.clock();
  const lastUsed = Math.max(0, ...store.sessions.listOf(account.id).map((one) => one.lastActiveAt));
  const locked = isLocked(store, { username: account.username, now });
  const open = locked ? 'locked' : 'open';
  return {
    personId: account.personId,
    name: store.people.name(account.personId) ?? 'erased person',
    email: account.username,
    roles: rolesOf(auth, account.personId),
    state: account.disabledAt === null ? open : 'disabled',
    factors: [
      ...(store.factors.hasTotp(account.id) ? (['app'] as const) : []),
      ...store.factors.passkeysOf(account.id).map(() => 'passkey' as const),
    ],
    lastUsed: lastUsed === 0 ? null : new Date(lastUsed).toISOString(),
    activeAt: new Date(account.activeAt).toISOString(),
  };
}

/** What was given to the person first, then what comes through groups, by their names. */
export function rolesOf({ store }: Pick<AuthContext, 'store'>, personId: string): RoleSummary[] {
  const groups = new Map(store.personGroups.of(personId).map(({ id, name }) => [id, { id, name }]));
  return store.people
    .held(personId)
    .map(({ role, unit, groupId }) => ({ role, unit, group: groups.get(groupId ?? '') ?? null }))
    .sort(
      (a, b) =>
        (a.group?.name ?? '').localeCompare(b.group?.name ?? '') ||
        a.role.localeCompare(b.role) ||
        a.unit.localeCompare(b.unit),
    );
}
