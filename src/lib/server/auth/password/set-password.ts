import { AppError } from '#core/errors.ts';
import type { AuthContext } from '../auth-context.ts';
import { isBreached } from '../breach-list.ts';
import { checkPassword } from '../password-rule.ts';
import { RESET_PURPOSE } from './reset-token.ts';

/**
 * The hash of a new password for an account, once the rules let it pass.
 * @throws AppError PASSWORD_REFUSED (400), TRY_LATER (503)
 */
export async function hashNewPassword(
  auth: AuthContext,
  { accountId, password }: { accountId: string; password: string },
): Promise<string> {
  const account = auth.store.people.account(accountId);
  const name = account ? auth.store.people.name(account.personId) : null;
  checkPassword(password, { name: name ?? '', email: account?.username ?? '' });
  if (auth.breachFile !== null && isBreached(auth.breachFile, password)) throw breached();
  if (account && (await auth.passwords.verify(account.passwordHash, password))) throw unchanged();
  return auth.passwords.hash(password);
}

/** Keeps it inside the caller's transaction; links that could set another one are void. */
export function keepPassword(auth: AuthContext, accountId: string, passwordHash: string): void {
  auth.store.people.setPassword(accountId, { passwordHash, passwordChangedAt: auth.clock() });
  auth.store.pendingSteps.removeOf(accountId, RESET_PURPOSE);
}

function breached(): AppError {
  return refused('stands in a list of stolen passwords');
}

function unchanged(): AppError {
  return refused('is the one you have');
}

function refused(why: string): AppError {
  return new AppError({
    code: 'PASSWORD_REFUSED',
    message: `The password ${why}.`,
    remedy: 'Choose another one, for example five unrelated words.',
    where: { field: 'password' },
  });
}
