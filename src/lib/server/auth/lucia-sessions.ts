import { createHash, randomBytes } from 'node:crypto';
import { DrizzleSQLiteAdapter } from '@lucia-auth/adapter-drizzle';
import { Lucia, TimeSpan, type Adapter, type DatabaseSession, type DatabaseUser } from 'lucia';
import type { SessionRow } from '../store/sessions.ts';
import type { Store } from '../store/store.ts';

type SessionAttributes = Omit<SessionRow, 'id' | 'userId' | 'expiresAt'>;
type UserAttributes = { personId: string; disabledAt: number | null; factorDueAt: number | null };

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<SessionAttributes, UserAttributes>;
    DatabaseSessionAttributes: SessionAttributes;
    DatabaseUserAttributes: UserAttributes;
  }
}

export const SESSION_COOKIE = '__Host-pp_session';
const SESSION_ID_BYTES = 32;
const COOKIE_HOURS = 12;
/** Lucia looks at the machine's own clock and prolongs what is half over; ours are limited by `validateSession`. */
const NEVER = new Date(8_640_000_000_000_000);

/** Ready for SvelteKit's `cookies.set(name, value, attributes)`. */
export interface SessionCookie {
  readonly name: string;
  readonly value: string;
  readonly attributes: {
    readonly path: '/';
    readonly secure: true;
    readonly httpOnly: true;
    readonly sameSite: 'strict';
    readonly maxAge: number;
  };
}

export interface SessionDraft {
  /** What the browser gets; not stored anywhere. */
  readonly cookie: SessionCookie;
  readonly row: SessionRow;
}

/** What is known of a session when it begins. */
export type SessionStart = Pick<SessionRow, 'createdAt' | 'passwordAt' | 'factorAt' | 'postponedAt'> &
  Pick<SessionRow, 'address' | 'userAgent' | 'rolesDigest'> & {
    readonly accountId: string;
    /** When it was last used: when it begins. */
    readonly now: number;
    /** From `createdAt` on. */
    readonly lastsMs: number;
  };

export interface FoundSession extends UserAttributes, Omit<SessionAttributes, 'userAgent' | 'address'> {
  readonly idHash: string;
  readonly accountId: string;
}

/** Lucia with only hashes of session ids at rest. Nothing outside this folder knows of Lucia. */
export class LuciaSessions {
  readonly #adapter: HashingAdapter;
  readonly #lucia: Lucia<SessionAttributes, UserAttributes>;

  constructor(store: Store) {
    this.#adapter = new HashingAdapter(store);
    this.#lucia = new Lucia(this.#adapter, {
      sessionExpiresIn: new TimeSpan(COOKIE_HOURS, 'h'),
      sessionCookie: { name: SESSION_COOKIE, attributes: { secure: true, sameSite: 'strict', path: '/' } },
      getSessionAttributes: (attributes) => attributes,
      getUserAttributes: ({ personId, disabledAt, factorDueAt }) => ({ personId, disabledAt, factorDueAt }),
    });
  }

  /**
   * A new session that is not stored yet: the caller inserts the row in the transaction that also appends
   * the event, which Lucia's promises could not take part in.
   */
  async draft({ accountId, now, lastsMs, ...start }: SessionStart): Promise<SessionDraft> {
    const attributes = { ...start, lastActiveAt: now };
    const sessionId = randomBytes(SESSION_ID_BYTES).toString('base64url');
    const session = await this.#lucia.createSession(accountId, attributes, { sessionId });
    const row = this.#adapter.takeDraft(session.id);
    return {
      cookie: this.#cookie(session.id),
      row: { ...row, expiresAt: Math.floor((start.createdAt + lastsMs) / 1000) },
    };
  }

  /** The stored session of an id as the browser sent it, whatever its age. */
  async find(sessionId: string): Promise<FoundSession | null> {
    const { session, user } = await this.#lucia.validateSession(sessionId);
    if (!session) return null;
    const { createdAt, lastActiveAt, passwordAt, factorAt, postponedAt, rolesDigest } = session;
    const { personId, disabledAt, factorDueAt } = user;
    return {
      idHash: hashSessionId(sessionId),
      accountId: user.id,
      ...{ personId, disabledAt, factorDueAt },
      ...{ createdAt, lastActiveAt, passwordAt, factorAt, postponedAt, rolesDigest },
    };
  }

  /** The cookie that makes the browser forget. */
  blankCookie(): SessionCookie {
    const cookie = this.#cookie('');
    return { ...cookie, attributes: { ...cookie.attributes, maxAge: 0 } };
  }

  #cookie(sessionId: string): SessionCookie {
    const { name, value } = this.#lucia.createSessionCookie(sessionId);
    const maxAge = COOKIE_HOURS * 3600;
    return {
      name,
      value,
      attributes: { path: '/', secure: true, httpOnly: true, sameSite: 'strict', maxAge },
    };
  }
}

/** SHA-256 of a session id, hex: all that is stored of it. */
export function hashSessionId(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex');
}

/** The drizzle adapter behind a hash: session ids come in clear and go to the store hashed. */
class HashingAdapter implements Adapter {
  readonly #inner: DrizzleSQLiteAdapter;
  readonly #drafts = new Map<string, SessionRow>();

  constructor(store: Store) {
    const { db, session, account } = store.sessions.adapterParts;
    this.#inner = new DrizzleSQLiteAdapter(db, session, account);
  }

  takeDraft(sessionId: string): SessionRow {
    const draft = this.#drafts.get(sessionId);
    this.#drafts.delete(sessionId);
    if (!draft) throw new Error('Lucia did not hand over the session it made');
    return draft;
  }

  async getSessionAndUser(sessionId: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
    const [session, user] = await this.#inner.getSessionAndUser(hashSessionId(sessionId));
    return [session && { ...session, id: sessionId, expiresAt: NEVER }, user];
  }

  async setSession(session: DatabaseSession): Promise<void> {
    this.#drafts.set(session.id, {
      ...session.attributes,
      id: hashSessionId(session.id),
      userId: session.userId,
      expiresAt: Math.floor(session.expiresAt.getTime() / 1000),
    });
  }

  async deleteSession(sessionId: string): Promise<void> {
    await this.#inner.deleteSession(hashSessionId(sessionId));
  }

  getUserSessions(accountId: string): Promise<DatabaseSession[]> {
    return this.#inner.getUserSessions(accountId);
  }

  async deleteUserSessions(accountId: string): Promise<void> {
    await this.#inner.deleteUserSessions(accountId);
  }

  /** Lifetimes are fixed at sign-in; Lucia never sees an end that it could move. */
  async updateSessionExpiration(): Promise<void> {}

  /** Done by `removeExpired` with the clock that was passed in. */
  async deleteExpiredSessions(): Promise<void> {}
}
