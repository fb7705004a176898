import { AppError } from '#core/errors.ts';
import type { AccountRow } from '../../store/accounts.ts';
import type { AuthContext } from '../auth-context.ts';
import { PERSON_ROLES } from '../people/invite-person.ts';
import type { SsoSettings } from './sso-settings.ts';

/**
 * Gives a person the roles that the provider's claim stands for, no others; with an event when they differ. A value
 * nobody mapped gives nothing.
 * @throws AppError SSO_NO_ROLE (403) when nothing is left
 */
export function mapRoles(
  { store }: Pick<AuthContext, 'store'>,
  { account, settings, values }: { account: AccountRow; settings: SsoSettings; values: readonly string[] },
): void {
  const mapped = settings.roleMap
    .filter(({ value, role }) => values.includes(value) && PERSON_ROLES.some((known) => known === role))
    .map(({ role, unit }) => ({ role, unit }));
  const wanted = [...new Map(mapped.map((one) => [`${one.role} ${one.unit}`, one])).entries()].sort();
  if (wanted.length === 0) throw noRole();
  const { personId } = account;
  const held = store.people.givenRoles(personId).map(({ role, unit }) => `${role} ${unit}`);
  if (JSON.stringify(held.sort()) === JSON.stringify(wanted.map(([key]) => key))) return;
  const roles = wanted.map(([, one]) => one);
  store.transaction(() => {
    store.people.setRoles(personId, roles);
    const body = { personId, roles: roles.map(({ role, unit }) => ({ role, unit })), by: 'sso' };
    const event = { kind: 'person.roles-changed', object: `person:${personId}`, body };
    store.log.append({ ...event, actor: personId, via: 'web' });
  });
}

function noRole(): AppError {
  return new AppError({
    code: 'SSO_NO_ROLE',
    message: 'The identity provider gives you no role here.',
    remedy: 'Ask an administrator to map one of your groups.',
    status: 403,
  });
}
