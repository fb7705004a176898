import { AppError } from '#core/errors.ts';
import type { AccountRow } from '../../store/accounts.ts';
import type { AuthContext } from '../auth-context.ts';
import type { Viewer } from '../viewer.ts';

/** The account of a person. @throws AppError PERSON_UNKNOWN (404) */
export function accountOf({ store }: Pick<AuthContext, 'store'>, personId: string): AccountRow {
  const account = store.people.accountOf(personId);
  if (account) return account;
  throw new AppError({
    code: 'PERSON_UNKNOWN',
    message: 'There is no such person who could sign in.',
    remedy: 'Look at the list of people.',
    status: 404,
  });
}

/** The account of another person than the viewer. @throws AppError PERSON_UNKNOWN (404), OWN_ACCOUNT (409) */
export function accountOfOther(auth: AuthContext, viewer: Viewer, personId: string): AccountRow {
  if (viewer.personId !== personId) return accountOf(auth, personId);
  throw new AppError({
    code: 'OWN_ACCOUNT',
    message: 'This is your own account.',
    remedy: 'Change it on the page of your own sign-in, or ask another administrator.',
    status: 409,
  });
}

/** Whether somebody else administers everything and can sign in. */
export function isAdministeredWithout({ store }: Pick<AuthContext, 'store'>, personId: string): boolean {
  return store.people
    .activeHolders(['administrator'])
    .some((one) => one.unit === '*' && one.personId !== personId);
}

/** @throws AppError LAST_ADMINISTRATOR (409) when nobody would be left who administers everything */
export function refuseLastAdministrator(auth: Pick<AuthContext, 'store'>, personId: string): void {
  const holds = auth.store.people
    .activeHolders(['administrator'])
    .some((one) => one.unit === '*' && one.personId === personId);
  if (!holds || isAdministeredWithout(auth, personId)) return;
  throw new AppError({
    code: 'LAST_ADMINISTRATOR',
    message: 'This is the last administrator for all business units.',
    remedy: 'Make another one first.',
    status: 409,
  });
}
