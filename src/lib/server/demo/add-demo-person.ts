import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import { checkPassword } from '../auth/password-rule.ts';
import { normaliseUsername } from '../auth/sign-in.ts';
import type { Viewer } from '../auth/viewer.ts';
import { newId } from '../store/random-id.ts';
import type { DemoPerson } from './organisation.ts';

/**
 * Adds a person with an account to a demo. A real installation never gets accounts this way: people are invited
 * there and choose their own password.
 * @throws AppError NOT_A_DEMO, PASSWORD_REFUSED, FORBIDDEN
 */
export async function addDemoPerson(
  app: Pick<App, 'clock' | 'passwords' | 'store'>,
  viewer: Viewer,
  { person, password }: { readonly person: DemoPerson; readonly password: string },
): Promise<{ readonly personId: string }> {
  authorise(viewer, 'setup-link.issue');
  refuseRealInstallation(app);
  checkPassword(password, person);
  const passwordHash = await app.passwords.hash(password);
  const [personId, accountId] = [newId(), newId()];
  const roles = person.units.map((unit) => ({ role: person.role, unit }));
  app.store.transaction(() => {
    refuseRealInstallation(app);
    const now = app.clock();
    app.store.log.append({
      kind: 'person.created',
      object: `person:${personId}`,
      body: { personId, roles: [person.role], units: person.units },
      actor: viewer.personId,
      via: viewer.via,
    });
    app.store.people.insert({ id: personId, name: person.name, email: person.email, createdAt: now, roles });
    app.store.people.insertAccount({
      id: accountId,
      personId,
      username: normaliseUsername(person.email),
      passwordHash,
      createdAt: now,
      passwordChangedAt: now,
      disabledAt: null,
    });
  });
  return { personId };
}

function refuseRealInstallation({ store }: Pick<App, 'store'>): void {
  if (store.settings.get('demo') !== null) return;
  throw new AppError({
    code: 'NOT_A_DEMO',
    message: 'This data directory is not a demo.',
    remedy: 'Make a demo with `patchproof demo`, in a directory of its own.',
    status: 403,
    exitCode: 3,
  });
}
