import { AppError } from '#core/errors.ts';
import type { App } from '#lib/server/app.ts';
import { normaliseUsername } from '#lib/server/auth/sign-in.ts';
import type { CliContext } from '../context.ts';
import { refuseBesideServer } from '../source/running-instance.ts';
import { refuseWithoutData } from '../source/with-source.ts';

/** Works on people in the data directory itself, as its owner. */
export async function withPeople(context: CliContext, work: (app: App) => void): Promise<0> {
  refuseBesideServer(context, 'Use the pages of the settings, or stop the server first.');
  refuseWithoutData(context);
  const { openLocalApp } = await import('../source/local-source.ts');
  const app = await openLocalApp(context);
  try {
    work(app);
    return 0;
  } finally {
    await app.close();
  }
}

/** The person who signs in with an address. @throws AppError PERSON_UNKNOWN (404) */
export function personNamed({ store }: Pick<App, 'store'>, email: string): string {
  const account = store.people.accountByUsername(normaliseUsername(email));
  if (account) return account.personId;
  throw new AppError({
    code: 'PERSON_UNKNOWN',
    message: 'Nobody signs in with that e-mail address.',
    remedy: 'Check the address.',
    status: 404,
  });
}
