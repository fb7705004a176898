import { authorise } from '../authorise.ts';
import type { AuthContext } from '../auth-context.ts';
import { isLocked } from '../sign-in-limits.ts';
import type { Viewer } from '../viewer.ts';

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
}

/** Everybody who has an account, by name. */
export function listAccounts(auth: AuthContext, viewer: Viewer): AccountSummary[] {
  authorise(viewer, 'account.list');
  const { store } = auth;
  const now = auth.clock();
  return store.people.accounts().map((account) => {
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
    };
  });
}
