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
  return administratorsForAll(store).some((one) => one !== personId);
}

/**
 * Makes a change, inside the caller's transaction, after which somebody still administers everything.
 * @throws AppError LAST_ADMINISTRATOR (409)
 */
export function keepAdministered({ store }: Pick<AuthContext, 'store'>, change: () => void): void {
  const had = administratorsForAll(store).length > 0;
  change();
  if (!had || administratorsForAll(store).length > 0) return;
  throw new AppError({
    code: 'LAST_ADMINISTRATOR',
    message: 'Nobody would be left who administers all business units.',
    remedy: 'Make another administrator first.',
    status: 409,
  });
}

function administratorsForAll(store: AuthContext['store']): readonly string[] {
  return store.people
    .activeHolders(['administrator'])
    .filter(({ unit }) => unit === '*')
    .map(({ personId }) => personId);
}
