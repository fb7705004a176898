import { createHash } from 'node:crypto';
import type { Via } from '../log/event-log.ts';
import type { Store } from '../store/store.ts';
import { permissions, type PermissionRule } from './permissions.ts';
import { knownRoles, type Role } from './roles.ts';
import type { Viewer } from './viewer.ts';

const HOUR_MS = 3_600_000;
/** PCI DSS v4.0.1 req. 8.2.8. */
export const IDLE_MS = 15 * 60_000;
const ABSOLUTE_MS = 12 * HOUR_MS;
const APPROVER_ABSOLUTE_MS = 8 * HOUR_MS;

/** Administrators, and whoever holds a role that approves. */
const approvers = new Set<Role>([
  'administrator',
  ...Object.values<PermissionRule>(permissions).flatMap(({ fresh, roles }) =>
    fresh === 'factor' ? roles : [],
  ),
]);

/** The viewer that a person is at this moment: roles and units as they are assigned now. */
export function personViewer(store: Store, personId: string, via: Via): Viewer {
  const assignments = store.people.roles(personId);
  return {
    personId,
    name: store.people.name(personId) ?? 'erased person',
    roles: knownRoles(assignments.map((assignment) => assignment.role)),
    units: [...new Set(assignments.map((assignment) => assignment.unit))].sort(),
    via,
  };
}

/** How long a session of that person may last at most, milliseconds. */
export function absoluteLifetime(viewer: Viewer): number {
  return viewer.roles.some((role) => approvers.has(role)) ? APPROVER_ABSOLUTE_MS : ABSOLUTE_MS;
}

/** SHA-256 over roles and units, hex: a session is over when they are no longer those it was opened with. */
export function rolesDigest({ roles, units }: Pick<Viewer, 'roles' | 'units'>): string {
  return createHash('sha256')
    .update(JSON.stringify([roles.toSorted(), units.toSorted()]))
    .digest('hex');
}
