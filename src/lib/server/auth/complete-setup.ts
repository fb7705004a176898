import { AppError } from '#core/errors.ts';
import { newId } from '../store/random-id.ts';
import type { AuthContext } from './auth-context.ts';
import type { SessionCookie } from './lucia-sessions.ts';
import { draftSession, storeSession } from './open-session.ts';
import { checkPassword } from './password-rule.ts';
import { hashSetupToken, refuseAfterSetup, setupLinkObject } from './setup-link.ts';
import { normaliseUsername } from './sign-in.ts';
import type { Viewer } from './viewer.ts';

export interface SetupInput {
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly address: string;
  readonly userAgent: string;
}

/** The first administrator may look round for a day before enrolling a second factor (ADR 14). */
const FACTOR_MAY_WAIT_MS = 24 * 3_600_000;
const MAX_NAME = 200;
const MAX_EMAIL = 254;

/**
 * Makes the first administrator and signs him in. Of several at once with the same link one wins.
 * @throws AppError SETUP_DONE (409), SETUP_LINK_INVALID (403), PASSWORD_REFUSED, NAME_INVALID,
 *   EMAIL_INVALID (400), TRY_LATER (503)
 */
export async function completeSetup(
  auth: AuthContext,
  input: SetupInput,
): Promise<{ viewer: Viewer; cookie: SessionCookie }> {
  const { store } = auth;
  refuseAfterSetup(store);
  const linkHash = hashSetupToken(input.token);
  requireUsableLink(auth, linkHash);
  checkInput(input);
  const passwordHash = await auth.passwords.hash(input.password);

  const person = { id: newId(), name: input.name.trim(), email: input.email.trim() };
  const accountId = newId();
  const viewer: Viewer = {
    personId: person.id,
    name: person.name,
    roles: ['administrator'],
    units: ['*'],
    holdings: [{ role: 'administrator', units: ['*'] }],
    via: 'web',
  };
  const roles = [{ role: 'administrator', unit: '*' }];
  const opening = { accountId, viewer, proof: 'password', peer: input, assigned: roles } as const;
  const draft = await draftSession(auth, opening);
  store.transaction(() => {
    // Looked at again: hashing took a while, and another may have been quicker.
    refuseAfterSetup(store);
    requireUsableLink(auth, linkHash);
    const now = auth.clock();
    const by = { actor: person.id, via: 'web' as const };
    store.log.append({ kind: 'setup-link.used', object: setupLinkObject(linkHash), body: {}, ...by });
    store.setupLinks.markUsed(linkHash, now);
    const body = { personId: person.id, roles: ['administrator'], units: ['*'] };
    store.log.append({ kind: 'person.created', object: `person:${person.id}`, body, ...by });
    store.people.insert({ ...person, createdAt: now, roles });
    store.people.insertAccount({
      id: accountId,
      personId: person.id,
      username: normaliseUsername(input.email),
      passwordHash,
      createdAt: now,
      passwordChangedAt: now,
      disabledAt: null,
      factorDueAt: now + FACTOR_MAY_WAIT_MS,
    });
    storeSession(auth, draft, opening);
  });
  return { viewer, cookie: draft.cookie };
}

function requireUsableLink(auth: AuthContext, hash: string): void {
  if (auth.store.setupLinks.findUsable(hash, auth.clock())) return;
  throw new AppError({
    code: 'SETUP_LINK_INVALID',
    message: 'This set-up link is not valid: it is unknown, used, replaced or older than 24 hours.',
    remedy: 'Run `patchproof users setup-link` on the server for a new one.',
    status: 403,
    exitCode: 3,
  });
}

function checkInput({ name, email, password }: SetupInput): void {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > MAX_NAME)
    throw invalid('name', 'Give your name, up to 200 characters.');
  const address = email.trim();
  if (address.length > MAX_EMAIL || !/^[^\s@]+@[^\s@]+$/.test(address)) {
    throw invalid('email', 'Give an address such as name@example.org.');
  }
  checkPassword(password, { name, email });
}

function invalid(field: 'name' | 'email', remedy: string): AppError {
  return new AppError({
    code: `${field.toUpperCase()}_INVALID`,
    message: `The field ${field} is not valid.`,
    remedy,
    where: { field },
  });
}
