import type { ApproverSeat } from '#core/exception/exception-limits.ts';
import { emptySeats } from '#core/exception/seats.ts';
import type { ExceptionState } from '#core/exception/exception-state.ts';
import type { App } from '../app.ts';

/** An approval that is still missing, and who could give it. */
export interface MissingApproval {
  readonly roles: readonly string[];
  /** At most five of them. */
  readonly names: readonly string[];
  readonly count: number;
  /** Why nobody can, and whom to add; null = somebody can. */
  readonly remedy: string | null;
}

const SHOWN = 5;
const roleWords: Readonly<Record<string, string>> = {
  administrator: 'administrator',
  ciso: 'CISO',
  manager: 'manager',
};

interface Deciding {
  readonly state: ExceptionState;
  readonly seats: readonly ApproverSeat[];
  /** Business units of what it covers. */
  readonly units: readonly string[];
  readonly assessorMayApprove: boolean;
}

/** The approvals that are still missing, each with the people who are neither asker nor approver already. */
export function whoMayDecide(
  app: App,
  { state, seats, units, assessorMayApprove }: Deciding,
): MissingApproval[] {
  const barred = [...state.askers, ...state.approvals.map(({ person }) => person)];
  if (!assessorMayApprove) barred.push(...state.assessors);
  return emptySeats(seats, state.approvals).map((roles) => {
    const names = holders(app, roles, units)
      .filter(([personId]) => !barred.includes(personId))
      .map(([, name]) => name);
    const remedy =
      names.length > 0
        ? null
        : `Nobody else may approve here. Add a ${rolesWords(roles)} who sees these units.`;
    return { roles, names: names.slice(0, SHOWN), count: names.length, remedy };
  });
}

/** `manager or CISO`. */
export function rolesWords(roles: readonly string[]): string {
  return roles.map((role) => roleWords[role] ?? role).join(' or ');
}

function holders(app: App, roles: readonly string[], units: readonly string[]) {
  const people = Map.groupBy(app.store.people.activeHolders(roles), ({ personId }) => personId);
  return [...people].flatMap(([personId, held]) => {
    const seen = held.map(({ unit }) => unit);
    const seesAll = seen.includes('*') || units.every((unit) => seen.includes(unit));
    return seesAll ? [[personId, held[0]?.name ?? 'erased person'] as const] : [];
  });
}
