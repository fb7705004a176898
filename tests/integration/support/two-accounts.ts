import type { App } from '#lib/server/app.ts';
import { openSession } from '#lib/server/auth/open-session.ts';
import { validateSession } from '#lib/server/auth/validate-session.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';

export interface Account {
  readonly accountId: string;
  readonly personId: string;
}

const peer = { address: '192.0.2.7', userAgent: 'Firefox' };

/** The account a person has, and a second one beside it. */
export function twoAccounts(app: App, personId: string): Account[] {
  const accountId = `second-${personId}`;
  const createdAt = app.clock();
  const times = { createdAt, passwordChangedAt: createdAt, disabledAt: null };
  const row = { id: accountId, personId, username: accountId, passwordHash: 'none', ...times };
  app.store.transaction(() => app.store.people.insertAccount(row));
  return [
    { accountId: app.store.people.accountOf(personId)?.id ?? '', personId },
    { accountId, personId },
  ];
}

/** Who an account is at a page that it has just signed in to with a second factor. */
export async function signInWith(app: App, { accountId, personId }: Account): Promise<Viewer> {
  const at = app.clock();
  const row = { accountId, sealed: Buffer.alloc(0), lastStep: 0, createdAt: at, confirmedAt: at };
  app.store.transaction(() => app.store.factors.putTotp(row));
  const { cookie } = await openSession(app, { accountId, personId, proof: 'password+totp', peer });
  const session = await validateSession(app, cookie.value);
  if (!session) throw new Error('A session that was opened just now does not hold.');
  return session.viewer;
}
