import type { AccountRow } from '../../store/accounts.ts';
import { authorise } from '../authorise.ts';
import type { AuthContext } from '../auth-context.ts';
import { endSessions } from '../end-sessions.ts';
import { tellPerson } from '../tell-person.ts';
import type { Viewer } from '../viewer.ts';
import { isAdministeredWithout } from './find-account.ts';

/** PCI DSS v4.0.1 req. 8.2.6. */
const IDLE_ACCOUNT_MS = 90 * 86_400_000;

/** Person ids. */
export interface IdleAccounts {
  readonly closed: readonly string[];
  /** Idle as long, and kept: nobody else would administer everything. */
  readonly kept: readonly string[];
}

/**
 * Closes the accounts that nobody signed in to for 90 days, those idle longest first. Who signed in last of the
 * administrators for all units keeps theirs. An administrator can open each again.
 */
export function closeIdleAccounts(auth: AuthContext, viewer: Viewer): IdleAccounts {
  authorise(viewer, 'account.manage');
  // Nobody has to sign in to a demo to keep its people.
  if (auth.store.settings.get('demo') !== null) return { closed: [], kept: [] };
  const since = auth.clock() - IDLE_ACCOUNT_MS;
  const idle = auth.store.people.accounts().filter((one) => one.disabledAt === null && one.activeAt <= since);
  const closed: string[] = [];
  const kept: string[] = [];
  for (const account of idle.sort((a, b) => a.activeAt - b.activeAt)) {
    const didClose = auth.store.transaction(() => closeOne(auth, viewer, account));
    (didClose ? closed : kept).push(account.personId);
  }
  for (const personId of closed) tell(auth, personId);
  return { closed, kept };
}

function closeOne(auth: AuthContext, viewer: Viewer, { id, personId, activeAt }: AccountRow): boolean {
  const { store } = auth;
  const administers = store.people
    .held(personId)
    .some(({ role, unit }) => role === 'administrator' && unit === '*');
  if (administers && !isAdministeredWithout(auth, personId)) return false;
  store.people.setDisabled(id, auth.clock());
  const idleSince = new Date(activeAt).toISOString();
  const body = { accountId: id, personId, reason: 'idle', idleSince };
  const event = { kind: 'account.closed', object: `account:${id}`, body };
  store.log.append({ ...event, actor: viewer.personId, via: viewer.via });
  endSessions(auth, { accountId: id, except: null, reason: 'locked-out', actor: viewer });
  return true;
}

function tell(auth: AuthContext, personId: string): void {
  tellPerson(auth, personId, {
    subject: 'Your Patchproof account was closed',
    text: ['Nobody signed in to it for 90 days. An administrator can open it again.'],
  });
}
