import type { EntryState } from '#core/register/register-entry.ts';
import { kindOf } from '#core/register/register-kinds.ts';
import type { RegisterName } from '#core/register/register-kinds.ts';
import type { App } from '../app.ts';
import { may, ownUnits } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { sees } from './register-book.ts';

/** What a viewer does with entries of a register. */
export type Part = 'write' | 'approve';

/** Whether the roles of a viewer write in a register, or approve there, for whatever unit. */
export function takesPart(viewer: Viewer, register: RegisterName, part: Part): boolean {
  return may(viewer, `register.${part}`) && ownUnits(viewer, rolesOf(register, part)).length > 0;
}

/** Whether a viewer holds such a role for a unit; an entry of all units takes one that is held for all. */
export function takesPartFor(
  viewer: Viewer,
  { register, unit, part }: { readonly register: RegisterName; readonly unit: string; readonly part: Part },
): boolean {
  const units = ownUnits(viewer, rolesOf(register, part));
  return units.includes('*') || units.includes(unit);
}

function rolesOf(register: RegisterName, part: Part) {
  const { writers, approvers } = kindOf(register);
  return part === 'write' ? writers : (approvers ?? []);
}

/** What the viewer may do with an entry now, and for whom it waits. */
export function standingOf(app: Pick<App, 'store'>, viewer: Viewer, state: EntryState) {
  const { approvers } = kindOf(state.register);
  const isOpen = state.closedAt === null;
  const about = { register: state.register, unit: state.content.unit };
  const within = isOpen && sees(viewer.units, about.unit);
  const isAuthor = viewer.personId !== null && state.authors.includes(viewer.personId);
  const takes = (part: Part): boolean =>
    within && takesPart(viewer, state.register, part) && takesPartFor(viewer, { ...about, part });
  const writes = takes('write');
  const decides = takes('approve') && !isAuthor;
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

/** Who may approve an entry: everybody with such a role for its unit who wrote no part of it, by name. */
function approversOf({ store }: Pick<App, 'store'>, { register, authors, content }: EntryState): string[] {
  const holders = store.people
    .activeHolders(kindOf(register).approvers ?? [])
    .filter(({ personId, unit }) => !authors.includes(personId) && (unit === '*' || unit === content.unit));
  return [...new Map(holders.map(({ personId, name }) => [personId, name ?? 'erased person'])).values()];
}

const remedy = 'Nobody may approve it who did not write it. Add a CISO or a manager.';
