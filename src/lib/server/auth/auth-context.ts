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
}

/** Opens sign-in over a store, once per process: the queue of password hashes is its own. */
export function openAuth(options: { store: Store; clock: () => number; argon2?: Argon2Cost }): AuthContext {
  const { store, clock, argon2 } = options;
  return { store, clock, passwords: new PasswordHasher(argon2), sessions: new LuciaSessions(store) };
}
