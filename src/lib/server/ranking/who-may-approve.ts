import type { App } from '../app.ts';
import { permissions } from '../auth/permissions.ts';

/** Who could be the second person, to show. */
export interface Approvers {
  /** At most five of them. */
  readonly names: readonly string[];
  readonly count: number;
  /** Why nobody can, and whom to add; null = somebody can. */
  readonly remedy: string | null;
}

const SHOWN = 5;

/** Whoever may approve a rank change in a business unit and is not the person who proposed it, by name. */
export function whoMayApprove(
  app: App,
  { unit, proposedBy }: { readonly unit: string; readonly proposedBy: string | null },
): Approvers {
  const holders = app.store.people
    .activeHolders(permissions['rank.approve'].roles)
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
