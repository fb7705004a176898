import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '#core/errors.ts';
import type { Via } from '../log/event-log.ts';
import type { Store } from '../store/store.ts';
import type { AuthContext } from './auth-context.ts';

const TOKEN_BYTES = 32;
export const SETUP_LINK_MS = 24 * 3_600_000;

/**
 * A new one-time link token for making the first administrator; earlier ones are void from now on. Show it
 * once, on the terminal only.
 * @throws AppError SETUP_DONE (exit 3) when there is an administrator
 */
export function issueSetupLink(
  auth: Pick<AuthContext, 'store' | 'clock'>,
  by: { actor: string | null; via: Via },
): { token: string; expiresAt: number } {
  const { store } = auth;
  const now = auth.clock();
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const hash = hashSetupToken(token);
  const expiresAt = now + SETUP_LINK_MS;
  store.transaction(() => {
    refuseAfterSetup(store);
    const voided = store.setupLinks.voidUnused(now);
    if (voided > 0)
      store.log.append({ kind: 'setup-link.voided', object: 'setup-link', body: { count: voided }, ...by });
    store.setupLinks.insert({ hash, issuedAt: now, expiresAt, usedAt: null, voidedAt: null });
    const body = { expiresAt: new Date(expiresAt).toISOString() };
    store.log.append({ kind: 'setup-link.issued', object: setupLinkObject(hash), body, ...by });
  });
  return { token, expiresAt };
}

/** Whether a token still works: for showing the form or the reason why not. */
export function isSetupLinkUsable(auth: Pick<AuthContext, 'store' | 'clock'>, token: string): boolean {
  if (auth.store.people.anyoneHolds('administrator')) return false;
  return auth.store.setupLinks.findUsable(hashSetupToken(token), auth.clock()) !== undefined;
}

/** True when nobody can administer yet, so that set-up is what the user has to do. */
export function needsSetup(store: Store): boolean {
  return !store.people.anyoneHolds('administrator');
}

/** @throws AppError SETUP_DONE (409, exit 3) when there is an administrator */
export function refuseAfterSetup(store: Store): void {
  if (needsSetup(store)) return;
  throw new AppError({
    code: 'SETUP_DONE',
    message: 'Patchproof already has an administrator.',
    remedy: 'Sign in, or ask the administrator for an account.',
    status: 409,
    exitCode: 3,
  });
}

/** SHA-256 of a link's token, hex: 256 random bits need no slow hash. */
export function hashSetupToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** How events name a link: the beginning of its hash. */
export function setupLinkObject(hash: string): string {
  return `setup-link:${hash.slice(0, 16)}`;
}
