import { createHash } from 'node:crypto';
import type { Via } from '../log/event-log.ts';
import type { RoleAssignment } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { permissions, type PermissionRule } from './permissions.ts';
import { knownRoles, type Role } from './roles.ts';
import type { AuthContext } from './auth-context.ts';
import type { Holding, Viewer } from './viewer.ts';

const HOUR_MS = 3_600_000;
/** PCI DSS v4.0.1 req. 8.2.8. */
export const IDLE_MS = 15 * 60_000;
const ABSOLUTE_MS = 12 * HOUR_MS;
const APPROVER_ABSOLUTE_MS = 8 * HOUR_MS;

/** Administrators, and whoever holds a role that approves. */
const approvers = new Set<Role>([
  'administrator',
  ...Object.values<PermissionRule>(permissions).flatMap(({ fresh, named, roles }) =>
    fresh === 'factor' && !named ? roles : [],
  ),
]);

/**
 * The viewer that a person is at this moment: roles and units as they are held now, directly or through groups, an
 * auditor's as far as an engagement is under way, and those of persons away whose delegate they are.
 */
export function personViewer(
  { store, clock }: Pick<AuthContext, 'store' | 'clock'>,
  personId: string,
  via: Via,
): Viewer {
  const now = clock();
  const own = ownHoldings(store, personId);
  const holdings = [
    ...own.map((one) => ({ ...one, units: underAudit(store, { personId, now, ...one }) })),
    ...store.delegations
      .heldBy(personId, now)
      .flatMap(({ personId: from }) =>
        store.people.isActive(from) ? ownHoldings(store, from).map((one) => ({ ...one, from })) : [],
      ),
  ].filter(({ units }) => units.length > 0);
  return {
    personId,
    name: store.people.name(personId) ?? 'erased person',
    roles: [...new Set(own.map(({ role }) => role))],
    units: [...new Set(holdings.flatMap(({ units }) => units))].sort(),
    holdings,
    via,
  };
}

/** Per role, first what was given to the person, then what comes through each group. */
function ownHoldings(store: Store, personId: string): Holding[] {
  const held = Map.groupBy(store.people.held(personId), ({ role }) => role);
  return knownRoles([...held.keys()]).flatMap((role) => {
    const bySource = Map.groupBy(held.get(role) ?? [], ({ groupId }) => groupId);
    return [...bySource]
      .sort(([a], [b]) => (a ?? '').localeCompare(b ?? ''))
      .map(([through, some]) => ({
        role,
        units: some.map(({ unit }) => unit).sort(),
        ...(through === null ? {} : { through }),
      }));
  });
}

/** An auditor sees the units of engagements under way, within those the role is held for. */
function underAudit(
  store: Store,
  { personId, now, role, units }: Holding & { readonly personId: string; readonly now: number },
): readonly string[] {
  if (role !== 'auditor') return units;
  const engaged = new Set(store.engagements.under(personId, now).flatMap((one) => one.units));
  if (engaged.has('*')) return units;
  return units.includes('*') ? [...engaged].sort() : units.filter((unit) => engaged.has(unit));
}

/** How long a session of that person may last at most, milliseconds. */
export function absoluteLifetime(viewer: Viewer): number {
  const held = [...viewer.roles, ...(viewer.holdings ?? []).map(({ role }) => role)];
  return held.some((role) => approvers.has(role)) ? APPROVER_ABSOLUTE_MS : ABSOLUTE_MS;
}

/**
 * SHA-256 over roles and units as held, hex: a session is over when they are no longer those it was opened with. A role
 * held twice, directly and through a group, counts once.
 */
export function rolesDigest(held: readonly RoleAssignment[]): string {
  const texts = new Set(held.map(({ role, unit }) => `${role} ${unit}`));
  return createHash('sha256')
    .update(JSON.stringify([...texts].sort()))
    .digest('hex');
}
