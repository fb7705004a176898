import type { App } from '#lib/server/app.ts';
import { personViewer } from '#lib/server/auth/person-viewer.ts';
import type { Role } from '#lib/server/auth/roles.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { newId } from '#lib/server/store/random-id.ts';

/** A person with an account nobody knows the password of, as they are when signed in, with a factor given just now. */
export function addPerson(
  app: App,
  {
    name,
    role,
    unit = '*',
    email = null,
  }: {
    readonly name: string;
    readonly role: Role;
    readonly unit?: string;
    readonly email?: string | null;
  },
): Viewer {
  const [id, accountId] = [newId(), newId()];
  const createdAt = app.clock();
  app.store.transaction(() => {
    app.store.people.insert({ id, name, email, createdAt, roles: [{ role, unit }] });
    app.store.people.insertAccount({
      id: accountId,
      personId: id,
      username: accountId,
      passwordHash: 'none',
      createdAt,
      passwordChangedAt: createdAt,
      disabledAt: null,
    });
  });
  return { ...personViewer(app, id, 'web'), fresh: 'factor' };
}
