import { conditionsOf } from '#core/exception/exception-state.ts';
import { refuseException } from '#core/exception/refuse-exception.ts';
import type { ExceptionEvent } from '#core/exception/exception-event.ts';
import { approverRoles } from '#core/exception/exception-limits.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { SeenException } from './look-at-exception.ts';

interface Rights {
  readonly mayRequest: boolean;
  readonly mayAssess: boolean;
  readonly mayApprove: boolean;
}

interface Refusal {
  readonly code: string;
  readonly message: string;
}

const reason = 'A reason long enough.';

/** What the viewer may do with it now, and why they may not decide. */
export function standingOf(
  viewer: Viewer,
  seen: SeenException,
  { mayRequest, mayAssess, mayApprove }: Rights,
) {
  const { state, limits, level, row } = seen;
  const at = Date.parse(seen.view.asOf);
  const said = { at, person: viewer.personId ?? '' };
  // Also those of a person away, for whom the viewer decides.
  const held: readonly string[] = viewer.holdings?.map(({ role }) => role) ?? viewer.roles;
  const refusal = (event: ExceptionEvent) => refuseException(state, event, limits);
  const can = (kind: 'edited' | 'change-requested' | 'refused' | 'withdrawn' | 'revoked' | 'suspended') =>
    refusal(kind === 'edited' ? { kind, ...said, content: seen.content } : { kind, ...said, reason }) ===
    null;
  const approval = refusal({
    kind: 'approved',
    ...said,
    reason,
    hash: state.hash ?? '',
    until: seen.content.until ?? '',
    expiresAt: at,
    level,
    roles: approverRoles.filter((role) => held.includes(role)),
    seats: limits.approvers[level],
  });
  const sees = row.seesAll;
  return {
    mayEdit: mayRequest && can('edited'),
    mayWithdraw: mayRequest && can('withdrawn'),
    mayReturn: mayAssess && sees && can('change-requested'),
    mayRefuse: mayApprove && sees && can('refused'),
    mayApprove: mayApprove && sees && approval === null,
    /** Which open conditions the viewer may confirm. */
    mayConfirm: mayAssess && sees ? confirmable(refusal, seen, said) : [],
    mayEnd: mayApprove && sees && can('revoked') && row.status === 'active',
    mayRenew: mayRequest && ['active', 'expired', 'suspended', 'revoked'].includes(row.status),
    /** Why the viewer cannot approve what waits; null = they can, or nothing waits. */
    refusal: toldRefusal(approval, seen),
  };
}

function toldRefusal(approval: Refusal | null, { state }: SeenException): Refusal | null {
  if (approval === null || !['requested', 'in-assessment'].includes(state.step)) return null;
  return { code: approval.code, message: approval.message };
}

function confirmable(
  refusal: (event: ExceptionEvent) => unknown,
  { state }: SeenException,
  said: { readonly at: number; readonly person: string },
): readonly string[] {
  return conditionsOf(state)
    .map(({ id }) => id)
    .filter((condition) => refusal({ kind: 'condition-met', ...said, condition, reason }) === null);
}
