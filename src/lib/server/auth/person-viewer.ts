import type { Via } from '../log/event-log.ts';
import type { Store } from '../store/store.ts';
import { knownRoles } from './roles.ts';
import type { Viewer } from './viewer.ts';

const HOUR_MS = 3_600_000;
/** PCI DSS v4.0.1 req. 8.2.8. */
export const IDLE_MS = 15 * 60_000;
export const ABSOLUTE_MS = 12 * HOUR_MS;
export const ADMINISTRATOR_ABSOLUTE_MS = 8 * HOUR_MS;

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
  return viewer.roles.includes('administrator') ? ADMINISTRATOR_ABSOLUTE_MS : ABSOLUTE_MS;
}
