import { AppError } from '#core/errors.ts';
import { newId } from '../../store/random-id.ts';
import { authorise } from '../authorise.ts';
import type { AuthContext } from '../auth-context.ts';
import { issueReset } from '../password/reset-token.ts';
import { ROLES, type Role } from '../roles.ts';
import { normaliseUsername } from '../sign-in.ts';
import { tellPerson } from '../tell-person.ts';
import type { Viewer } from '../viewer.ts';

/** Roles a person can have; the others stand for scanners and the owner of the data directory. */
export const PERSON_ROLES = ROLES.filter((role) => role !== 'scanner' && role !== 'local-operator');
const LINK_MS = 24 * 3_600_000;
/** What no password hashes to: the account opens by its link only. */
const NO_PASSWORD = '!';

export interface Invitation {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** Business unit, or `*` for all. */
  readonly unit: string;
}

/**
 * Makes a person with an account that has no password yet, and the link by which they choose one, once and within 24
 * hours. The link goes by mail where a mail server is set, and is in this answer only.
 * @throws AppError NAME_INVALID, EMAIL_INVALID, ROLE_INVALID (400), EMAIL_TAKEN (409), STEP_UP_NEEDED (403)
 */
export function invitePerson(auth: AuthContext, viewer: Viewer, input: Invitation): string {
  authorise(viewer, 'account.manage');
  const { name, email, role, unit } = checked(input);
  const { store } = auth;
  const [personId, accountId] = [newId(), newId()];
  const now = auth.clock();
  const link = store.transaction(() => {
    if (store.people.accountByUsername(normaliseUsername(email))) throw emailTaken();
    const body = { personId, roles: [role], units: [unit] };
    const origin = { actor: viewer.personId, via: viewer.via };
    store.log.append({ kind: 'person.created', object: `person:${personId}`, body, ...origin });
    store.people.insert({ id: personId, name, email, createdAt: now, roles: [{ role, unit }] });
    store.people.insertAccount({
      id: accountId,
      personId,
      username: normaliseUsername(email),
      passwordHash: NO_PASSWORD,
      createdAt: now,
      passwordChangedAt: now,
      disabledAt: null,
    });
    return issueReset(auth, accountId, LINK_MS);
  });
  tellPerson(auth, personId, {
    subject: 'Your Patchproof account',
    text: ['An account was made for you. Choose a password with this link, once and within 24 hours:', link],
  });
  return link;
}

function checked({ name, email, role, unit }: Invitation): Invitation {
  const shown = { name: name.trim(), email: email.trim(), role, unit: unit.trim() || '*' };
  if (shown.name === '' || shown.name.length > 200)
    throw invalid('name', 'Give a name of up to 200 characters.');
  if (shown.email.length > 254 || !/^[^\s@]+@[^\s@]+$/.test(shown.email))
    throw invalid('email', 'Give an address such as name@example.org.');
  if (!PERSON_ROLES.some((known) => known === role))
    throw invalid('role', `Give one of: ${PERSON_ROLES.join(', ')}.`);
  return shown;
}

function invalid(field: 'name' | 'email' | 'role', remedy: string): AppError {
  const code = `${field.toUpperCase()}_INVALID`;
  return new AppError({ code, message: `The field ${field} is not valid.`, remedy, where: { field } });
}

function emailTaken(): AppError {
  return new AppError({
    code: 'EMAIL_TAKEN',
    message: 'Somebody has an account with this address.',
    remedy: 'Look at the list of people.',
    status: 409,
    where: { field: 'email' },
  });
}
