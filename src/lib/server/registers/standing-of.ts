import type { EntryState } from '#core/register/register-entry.ts';
import { kindOf } from '#core/register/register-kinds.ts';
import type { RegisterName } from '#core/register/register-kinds.ts';
import type { App } from '../app.ts';
import { may } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { sees } from './register-book.ts';

/** Whether the roles of a viewer write in a register. */
export function mayWrite(viewer: Viewer, register: RegisterName): boolean {
  const { writers } = kindOf(register);
  return may(viewer, 'register.write') && writers.some((role) => viewer.roles.includes(role));
}

/** Whether the roles of a viewer approve in a register. */
export function mayApprove(viewer: Viewer, register: RegisterName): boolean {
  const { approvers } = kindOf(register);
  return may(viewer, 'register.approve') && (approvers ?? []).some((role) => viewer.roles.includes(role));
}

/** What the viewer may do with an entry now, and for whom it waits. */
export function standingOf(app: Pick<App, 'store'>, viewer: Viewer, state: EntryState) {
  const { approvers } = kindOf(state.register);
  const isOpen = state.closedAt === null;
  const within = isOpen && sees(viewer.units, state.content.unit) && holdsFor(viewer, state.content.unit);
  const isAuthor = viewer.personId !== null && state.authors.includes(viewer.personId);
  const writes = within && mayWrite(viewer, state.register);
  const decides = within && mayApprove(viewer, state.register) && !isAuthor;
  const waits = isOpen && approvers !== null && state.approval === null;
  const reviewable = approvers === null || state.approval !== null;
  return {
    mayChange: writes,
    mayClose: writes,
    mayReview: writes && reviewable,
    /** A review that confirms is not the author's where an approval is asked for. */
    mayConfirm: writes && reviewable && (approvers === null || !isAuthor),
    mayApprove: waits && decides,
    isAuthor,
    waitsFor: waits ? approversOf(app, state) : [],
    remedy: waits && approversOf(app, state).length === 0 ? remedy : null,
  };
}

/** An entry of all units is changed and decided by those whose role holds for all. */
export function holdsFor({ units }: Viewer, unit: string): boolean {
  return units.includes('*') || units.includes(unit);
}

/** Who may approve an entry: everybody with such a role for its unit who wrote no part of it, by name. */
function approversOf({ store }: Pick<App, 'store'>, { register, authors, content }: EntryState): string[] {
  const holders = store.people
    .activeHolders(kindOf(register).approvers ?? [])
    .filter(({ personId, unit }) => !authors.includes(personId) && (unit === '*' || unit === content.unit));
  return [...new Map(holders.map(({ personId, name }) => [personId, name ?? 'erased person'])).values()];
}

const remedy = 'Nobody may approve it who did not write it. Add a CISO or a manager.';
