import type { Mailer } from '../mail/mailer.ts';
import type { MasterKey } from '../master-key.ts';
import type { Store } from '../store/store.ts';
import { LuciaSessions } from './lucia-sessions.ts';
import { PasswordHasher, type Argon2Cost } from './password-hasher.ts';

/** What signing in needs; the application object has these members too. */
export interface AuthContext {
  readonly store: Store;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number;
  readonly passwords: PasswordHasher;
  readonly sessions: LuciaSessions;
  /** Seals the secrets of factors. */
  readonly masterKey: MasterKey;
  /** Scheme, host and port that people reach this server by; never taken from a request. */
  readonly origin: string;
  readonly mailer: Mailer;
  /** Steps of 30 s before the current one whose code of an authenticator app is still taken. */
  readonly totpWindow: 0 | 1;
  /** Sorted SHA-1 of breached passwords; null = none is kept here. */
  readonly breachFile: string | null;
  /** Waits so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** Where work that nobody waits for reports its failure. */
  readonly reportFailure: (error: unknown, requestId?: string) => void;
}

type AuthOptions = Omit<AuthContext, 'passwords' | 'sessions'> & { readonly argon2?: Argon2Cost };

/** Opens sign-in over a store, once per process: the queue of password hashes is its own. */
export function openAuth({ argon2, ...rest }: AuthOptions): AuthContext {
  return { ...rest, passwords: new PasswordHasher(argon2), sessions: new LuciaSessions(rest.store) };
}
