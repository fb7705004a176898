import type { AccountRow } from '../../store/accounts.ts';
import { authorise } from '../authorise.ts';
import type { AuthContext } from '../auth-context.ts';
import { endSessions } from '../end-sessions.ts';
import { issueReset } from '../password/reset-token.ts';
import { unlock } from '../sign-in-limits.ts';
import { tellPerson } from '../tell-person.ts';
import type { Viewer } from '../viewer.ts';
import { accountOf, accountOfOther, keepAdministered } from './find-account.ts';

const LINK_MS = 24 * 3_600_000;

/**
 * Takes all second factors of another person away, who adds a new one at the next sign-in. Their sessions end and
 * they are told by mail.
 * @throws AppError PERSON_UNKNOWN (404), OWN_ACCOUNT (409), STEP_UP_NEEDED (403)
 */
export function resetFactors(auth: AuthContext, viewer: Viewer, personId: string): void {
  authorise(viewer, 'account.manage');
  const account = accountOfOther(auth, viewer, personId);
  auth.store.transaction(() => {
    auth.store.factors.removeAll(account.id);
    record(auth, viewer, { kind: 'factor.reset', account });
    endSessions(auth, { accountId: account.id, except: null, reason: 'factor-reset', actor: viewer });
  });
  tellPerson(auth, personId, {
    subject: 'Your Patchproof second factor was reset',
    text: [
      'An administrator removed the second factor of your account. You add a new one when you sign in next.',
      'If you did not ask for it, tell your security team now.',
    ],
  });
}

/**
 * A link by which another person sets a password, once and within 24 hours; shown to the administrator only now. The
 * second factor stays.
 * @throws AppError as `resetFactors`
 */
export function issueResetLink(auth: AuthContext, viewer: Viewer, personId: string): string {
  authorise(viewer, 'account.manage');
  const account = accountOfOther(auth, viewer, personId);
  const link = auth.store.transaction(() => {
    record(auth, viewer, { kind: 'password-reset.issued', account });
    return issueReset(auth, account.id, LINK_MS);
  });
  tellPerson(auth, personId, {
    subject: 'A Patchproof reset link was made for you',
    text: [
      'An administrator made a link that sets a new password for your account. If you did not ask for it, tell your security team.',
    ],
  });
  return link;
}

/** Ends the pause or lock of an account before its time. @throws AppError as `resetFactors`, not OWN_ACCOUNT */
export function unlockAccount(auth: AuthContext, viewer: Viewer, personId: string): void {
  authorise(viewer, 'account.manage');
  const account = accountOf(auth, personId);
  auth.store.transaction(() => {
    unlock(auth.store, account.username);
    record(auth, viewer, { kind: 'account.unlocked', account });
  });
}

/**
 * Closes an account, or opens it again. A closed one has no session and no token that works.
 * @throws AppError as `resetFactors`, LAST_ADMINISTRATOR (409)
 */
export function closeAccount(
  auth: AuthContext,
  viewer: Viewer,
  personId: string,
  closed: 'closed' | 'open',
): void {
  authorise(viewer, 'account.manage');
  const account = accountOfOther(auth, viewer, personId);
  const now = auth.clock();
  const disabledAt = closed === 'closed' ? now : null;
  auth.store.transaction(() => {
    if (disabledAt === null) auth.store.people.setActive(account.id, now);
    keepAdministered(auth, () => auth.store.people.setDisabled(account.id, disabledAt));
    record(auth, viewer, { kind: closed === 'closed' ? 'account.closed' : 'account.opened', account });
    if (disabledAt === null) return;
    endSessions(auth, { accountId: account.id, except: null, reason: 'locked-out', actor: viewer });
  });
}

function record(
  { store }: AuthContext,
  viewer: Viewer,
  { kind, account }: { kind: string; account: AccountRow },
): void {
  const { id: accountId, personId } = account;
  const body = { accountId, personId };
  store.log.append({ kind, object: `account:${accountId}`, body, actor: viewer.personId, via: viewer.via });
}
