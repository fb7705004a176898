import { authorise } from '../authorise.ts';
import type { AuthContext } from '../auth-context.ts';
import { endSessions } from '../end-sessions.ts';
import type { SessionCookie } from '../lucia-sessions.ts';
import { renewSession } from '../open-session.ts';
import { checkOwnPassword } from '../own-password.ts';
import { recordSignIn, type Peer } from '../sign-in-events.ts';
import { tellPerson } from '../tell-person.ts';
import type { SignedIn } from '../validate-session.ts';
import { hashNewPassword, keepPassword } from './set-password.ts';

/**
 * Changes one's own password. Other sessions end; this one goes on under a new id.
 * @throws AppError PASSWORD_WRONG (401), PASSWORD_REFUSED (400), TRY_LATER (503)
 */
export async function changePassword(
  auth: AuthContext,
  signedIn: SignedIn,
  { current, password, peer }: { current: string; password: string; peer: Peer },
): Promise<SessionCookie> {
  const { viewer, accountId, session } = signedIn;
  authorise(viewer, 'account.manage-own');
  await checkOwnPassword(auth, { accountId, password: current, peer });
  const passwordHash = await hashNewPassword(auth, { accountId, password });
  const cookie = await renewSession(auth, signedIn, { passwordAt: auth.clock() }, () => {
    keepPassword(auth, accountId, passwordHash);
    const body = { accountId, by: 'person' };
    recordSignIn(auth.store, { kind: 'password.changed', accountId, body, actor: viewer.personId, peer });
    endSessions(auth, { accountId, except: session.idHash, reason: 'password-changed', actor: viewer });
  });
  tellPerson(auth, viewer.personId, {
    subject: 'Your Patchproof password was changed',
    text: [
      'The password of your Patchproof account was changed.',
      'If it was not you, tell your administrator now.',
    ],
  });
  return cookie;
}
