import type { RoleAssignment } from '../store/people.ts';
import type { AuthContext } from './auth-context.ts';
import type { SessionCookie, SessionDraft } from './lucia-sessions.ts';
import { absoluteLifetime, IDLE_MS, personViewer, rolesDigest } from './person-viewer.ts';
import { recordSignIn, type Peer } from './sign-in-events.ts';
import type { SignedIn } from './validate-session.ts';
import type { Viewer } from './viewer.ts';

const MAX_SESSIONS = 5;
const USER_AGENT_CHARACTERS = 120;

/** How a person showed who he is, just now. */
export type Proof =
  | 'password'
  | 'password+totp'
  | 'password+recovery-code'
  | 'password+passkey'
  | 'passkey'
  | 'sso'
  | 'sso+factor';

interface Opening {
  readonly accountId: string;
  readonly viewer: Viewer;
  readonly proof: Proof;
  readonly peer: Peer;
  /** Roles of a person who is made together with the session; absent = those in the store. */
  readonly assigned?: readonly RoleAssignment[];
}

/** A session for that person, to be stored with `storeSession`. */
export function draftSession(auth: AuthContext, input: Opening): Promise<SessionDraft> {
  const { accountId, viewer, proof, peer } = input;
  const now = auth.clock();
  return auth.sessions.draft({
    accountId,
    now,
    createdAt: now,
    lastsMs: absoluteLifetime(viewer),
    passwordAt: proof.startsWith('password') ? now : null,
    factorAt: proof === 'password' || proof === 'sso' ? null : now,
    postponedAt: null,
    rolesDigest: rolesDigest(input.assigned ?? auth.store.people.held(viewer.personId ?? '')),
    address: peer.address,
    userAgent: peer.userAgent.slice(0, USER_AGENT_CHARACTERS),
  });
}

/** Stores a session inside the caller's transaction, with its event; the sixth oldest of a person ends. */
export function storeSession(auth: AuthContext, draft: SessionDraft, input: Opening): void {
  const { store } = auth;
  const now = auth.clock();
  const { accountId, proof, peer } = input;
  const actor = input.viewer.personId;
  recordSignIn(store, { kind: 'sign-in.succeeded', accountId, body: { accountId, proof }, actor, peer });
  store.sessions.removeExpired(now, now - IDLE_MS);
  store.sessions.removeOldest(accountId, MAX_SESSIONS - 1);
  store.sessions.insert(draft.row);
  store.people.setActive(accountId, now);
}

/** Opens a session for an account in a transaction with `within`, which does what else the sign-in changes. */
export async function openSession(
  auth: AuthContext,
  input: { accountId: string; personId: string; proof: Proof; peer: Peer },
  within: () => void = () => undefined,
): Promise<{ viewer: Viewer; cookie: SessionCookie }> {
  const viewer = personViewer(auth, input.personId, 'web');
  const opening = { ...input, viewer };
  const draft = await draftSession(auth, opening);
  auth.store.transaction(() => {
    within();
    storeSession(auth, draft, opening);
  });
  return { viewer, cookie: draft.cookie };
}

/**
 * The same session under a new id, which replaces the old one at once: after a factor or password was given or
 * changed, so that an id seen before is worth nothing. Its absolute end stays.
 */
export async function renewSession(
  auth: AuthContext,
  { session, accountId, viewer }: SignedIn,
  given: { passwordAt?: number; factorAt?: number | null; postponedAt?: number },
  within: () => void = () => undefined,
): Promise<SessionCookie> {
  const { store } = auth;
  const old = store.sessions.find(session.idHash);
  if (!old) throw new Error('the session that is being renewed has ended');
  const { id: _oldId, userId: _account, expiresAt: _end, lastActiveAt: _used, ...kept } = old;
  const draft = await auth.sessions.draft({
    ...kept,
    ...given,
    accountId,
    now: auth.clock(),
    lastsMs: absoluteLifetime(viewer),
  });
  store.transaction(() => {
    within();
    store.sessions.remove(session.idHash);
    store.sessions.insert(draft.row);
  });
  return draft.cookie;
}
