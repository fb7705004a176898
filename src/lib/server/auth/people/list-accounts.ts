import type { AccountRow } from '../../store/accounts.ts';
import { authorise } from '../authorise.ts';
import type { AuthContext } from '../auth-context.ts';
import { isLocked } from '../sign-in-limits.ts';
import type { Viewer } from '../viewer.ts';
import { accountOf } from './find-account.ts';

/** A person and how they sign in, for whoever manages accounts. */
export interface AccountSummary {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly { readonly role: string; readonly unit: string }[];
  readonly state: 'open' | 'locked' | 'disabled';
  /** Second factors; none = asked for at the next sign-in. */
  readonly factors: readonly ('app' | 'passkey')[];
  readonly lastUsed: string | null;
  /** When it was last signed in to or opened: 90 days later it is closed. */
  readonly activeAt: string;
}

/** Everybody who has an account, by name. */
export function listAccounts(auth: AuthContext, viewer: Viewer): AccountSummary[] {
  authorise(viewer, 'account.list');
  return auth.store.people.accounts().map((account) => summarise(auth, account));
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
    roles: store.people.roles(account.personId),
    state: account.disabledAt === null ? open : 'disabled',
    factors: [
      ...(store.factors.hasTotp(account.id) ? (['app'] as const) : []),
      ...store.factors.passkeysOf(account.id).map(() => 'passkey' as const),
    ],
    lastUsed: lastUsed === 0 ? null : new Date(lastUsed).toISOString(),
    activeAt: new Date(account.activeAt).toISOString(),
  };
}
