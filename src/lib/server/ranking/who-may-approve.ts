import type { App } from '../app.ts';
import { permissions } from '../auth/permissions.ts';
import type { Permission } from '../auth/permissions.ts';

/** Who could be the second person, to show. */
export interface Approvers {
  /** At most five of them. */
  readonly names: readonly string[];
  readonly count: number;
  /** Why nobody can, and whom to add; null = somebody can. */
  readonly remedy: string | null;
}

const SHOWN = 5;

interface Proposed {
  readonly unit: string;
  readonly proposedBy: string | null;
  /** Of whoever is to approve. */
  readonly permission?: Permission;
}

/** Whoever may approve what somebody proposed in a business unit and is another person, by name. */
export function whoMayApprove(
  app: App,
  { unit, proposedBy, permission = 'rank.approve' }: Proposed,
): Approvers {
  const holders = app.store.people
    .activeHolders(permissions[permission].roles)
    .filter((one) => one.personId !== proposedBy && (one.unit === '*' || one.unit === unit));
  const people = new Map(holders.map(({ personId, name }) => [personId, name ?? 'erased person']));
  return {
    names: [...people.values()].slice(0, SHOWN),
    count: people.size,
    remedy:
      people.size > 0
        ? null
        : 'Nobody else may approve here. Add a manager of this business unit, a CISO or a second administrator.',
  };
}
