import { AppError } from '#core/errors.ts';
import { authorise } from '../authorise.ts';
import type { AuthContext } from '../auth-context.ts';
import { unlock } from '../sign-in-limits.ts';
import type { Viewer } from '../viewer.ts';
import { accountOfOther } from './find-account.ts';

const MIN_REASON = 10;
const MAX_REASON = 500;

/**
 * Erases name, address, account, factors, sessions, and the addresses and browsers of sign-ins of another person, whose
 * account must be closed. What they did stays in the log under their id; its proofs hold.
 * @throws AppError PERSON_UNKNOWN (404), OWN_ACCOUNT, ACCOUNT_OPEN (409), REASON_INVALID, REASON_NAMES_PERSON (400),
 *   STEP_UP_NEEDED (403)
 */
export function erasePerson(
  auth: AuthContext,
  viewer: Viewer,
  { personId, reason }: { readonly personId: string; readonly reason: string },
): void {
  authorise(viewer, 'person.erase');
  const account = accountOfOther(auth, viewer, personId);
  const { store } = auth;
  if (account.disabledAt === null) throw accountOpen();
  const said = reason.trim();
  if (said.length < MIN_REASON || said.length > MAX_REASON) throw reasonInvalid();
  const personal = [store.people.name(personId), store.people.email(personId), account.username];
  if (personal.some((text) => text && said.toLowerCase().includes(text.toLowerCase()))) throw namesPerson();
  const now = auth.clock();
  store.transaction(() => {
    for (const { id } of store.delegations.openOf(personId, now)) store.delegations.end(id, now);
    unlock(store, account.username);
    store.people.erase(personId);
    const event = { kind: 'person.erased', object: `person:${personId}`, body: { personId, reason: said } };
    store.log.append({ ...event, actor: viewer.personId, via: viewer.via });
  });
}

function accountOpen(): AppError {
  return new AppError({
    code: 'ACCOUNT_OPEN',
    message: 'The account of this person is open.',
    remedy: 'Close it first.',
    status: 409,
  });
}

function reasonInvalid(): AppError {
  return new AppError({
    code: 'REASON_INVALID',
    message: `The reason has fewer than ${MIN_REASON} or more than ${MAX_REASON} characters.`,
    remedy: 'Say who asked for it, such as a request by its number.',
    where: { field: 'reason' },
  });
}

function namesPerson(): AppError {
  return new AppError({
    code: 'REASON_NAMES_PERSON',
    message: 'The reason names the person, and the log is never erased.',
    remedy: 'Say it without name and address.',
    where: { field: 'reason' },
  });
}
