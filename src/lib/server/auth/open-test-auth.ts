import type { Store } from '../store/store.ts';
import { expect } from 'vitest';
import type { Mail } from '../mail/mailer.ts';
import { MasterKey } from '../master-key.ts';
import { openTestStore } from '../store/open-test-store.ts';
import { openAuth, type AuthContext } from './auth-context.ts';
import { completeSetup } from './complete-setup.ts';
import { issueSetupLink } from './setup-link.ts';
import type { Viewer } from './viewer.ts';

export const PASSWORD = 'copper lantern drifts north';
export const EMAIL = 'ada@example.org';
export const TEST_ORIGIN = 'https://patchproof.example.org';
const SETTINGS = {
  from: 'page',
  mail: {
    host: 'mail.example.org',
    port: 587,
    security: 'starttls',
    sender: 'patchproof@example.org',
    login: null,
  },
} as const;
const masterKey = new MasterKey(new Uint8Array(32).fill(7));
const CHEAP = { memoryCost: 64, timeCost: 1, parallelism: 1 };
const BROWSER = { address: '192.0.2.1', userAgent: 'test' };

/** Sign-in over a real store, with a cheap password hash and a clock moved by hand. */
export function openTestAuth(start?: number) {
  const opened = openTestStore(start);
  const pauses: number[] = [];
  const mail: { on: boolean; sent: Mail[] } = { on: true, sent: [] };
  const over = (store: Store): AuthContext =>
    openAuth({
      store,
      clock: () => opened.clock.now,
      masterKey,
      origin: TEST_ORIGIN,
      mailer: { settings: () => (mail.on ? SETTINGS : null), send: async (one) => void mail.sent.push(one) },
      breachFile: null,
      totpWindow: 1,
      pause: async (ms) => void pauses.push(ms),
      reportFailure: (error) => expect.unreachable(String(error)),
      argon2: CHEAP,
    });
  return { ...opened, mail, pauses, auth: over(opened.store), over };
}

/** The same after set-up, with its administrator as after a second factor given just now. */
export async function openTestAuthWithAdministrator(start?: number) {
  const opened = openTestAuth(start);
  const { token } = issueSetupLink(opened.auth, { actor: null, via: 'cli' });
  const setup = { token, name: 'Ada', email: EMAIL, password: PASSWORD, ...BROWSER };
  const { viewer, cookie } = await completeSetup(opened.auth, setup);
  return { ...opened, administrator: { ...viewer, fresh: 'factor' } satisfies Viewer, cookie };
}

/** Another person with an account and roles, and its viewer at a page. */
export function addPerson(
  store: Store,
  input: { id: string; roles: Viewer['roles']; unit?: string; passwordHash?: string },
): Viewer {
  const { id, roles, unit = 'default', passwordHash = 'none' } = input;
  store.transaction(() => {
    const assignments = roles.map((role) => ({ role, unit }));
    store.people.insert({ id, name: id, email: null, createdAt: 0, roles: assignments });
    const times = { createdAt: 0, passwordChangedAt: 0, disabledAt: null };
    store.people.insertAccount({
      id: `account-${id}`,
      personId: id,
      username: `${id}@example.org`,
      passwordHash,
      ...times,
    });
  });
  return { personId: id, name: id, roles, units: [unit], via: 'web', fresh: 'factor' };
}

/** Kinds of all events, in order. */
export function eventKinds(store: Store): string[] {
  return store.log.read(0, 10_000).map((event) => event.kind);
}
