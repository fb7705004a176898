import { AppError } from '#core/errors.ts';
import { isInForce, reduceControl } from '#core/control/control.ts';
import { conditionProblems } from '#core/exception/exception-condition.ts';
import { periodProblem } from '#core/exception/check-content.ts';
import type { ExceptionEvent, Recommendation } from '#core/exception/exception-event.ts';
import { recommendations } from '#core/exception/exception-event.ts';
import { approverRoles } from '#core/exception/exception-limits.ts';
import { exceptionLimitsOf } from '#core/policy/policy.ts';
import { isLocalDate } from '#core/time.ts';
import { localDate } from '#core/sla/calendar.ts';
import { exceptionExpiresAt } from '#core/sla/exception.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import { decideAs, onBehalf, personsOf } from '../auth/decide-as.ts';
import type { Viewer } from '../auth/viewer.ts';
import { decideOnHead } from '../ranking/decide-on-head.ts';
import { invalidFields } from './exception-input.ts';
import { checkDecision } from './explain-refusal.ts';
import { lookAtException } from './look-at-exception.ts';
import type { SeenException } from './look-at-exception.ts';

export interface ReasonInput {
  readonly id: string;
  readonly reason: string;
}

export interface ApproveInput extends ReasonInput {
  /** Of what was shown: an approval is of that content and no other. */
  readonly hash: string;
  /** Last local day; the one asked for or an earlier one. */
  readonly until: string;
  /** What has to be met, and by which local day. */
  readonly conditions?: readonly { readonly text: string; readonly due: string }[];
}

export interface MeetInput extends ReasonInput {
  /** Id of the condition. */
  readonly condition: string;
}

export interface AssessInput extends ReasonInput {
  readonly recommendation: string;
}

/**
 * Approve what was shown. With all approvals that the policy asks for it is active from now on, until one of its
 * conditions is not met in time.
 * @throws AppError FOUR_EYES, EXCEPTION_SEAT, EXCEPTION_WIDER (403), STALE_VERSION, ALREADY_DECIDED, CONTROL_LAPSED
 * (409), EXCEPTION_INVALID (400), NOT_FOUND
 */
export async function approveException(
  app: App,
  asking: Viewer,
  { id, hash, until, reason, conditions = [] }: ApproveInput,
) {
  return decideAs(asking, 'exception.approve', (viewer) =>
    decide(app, viewer, id, (seen) => {
      const limits = exceptionLimitsOf(seen.view.policy);
      const { level, view } = seen;
      if (!isLocalDate(until)) throw invalidFields([{ field: 'until', message: 'Choose a day.' }]);
      const today = localDate(app.clock(), view.zone);
      const problems = conditionProblems(conditions, { today, until });
      if (problems.length > 0) throw invalidFields(problems);
      return {
        kind: 'approved',
        hash,
        reason,
        until,
        expiresAt: exceptionExpiresAt(until, view.zone),
        level,
        roles: approverRoles.filter((role) => viewer.roles.includes(role)),
        seats: limits.approvers[level],
        conditions: conditions.map(({ text, due }, index) => ({
          id: `C${seen.seq + 1}-${index + 1}`,
          text: text.trim(),
          due,
          lapsesAt: exceptionExpiresAt(due, view.zone),
        })),
      };
    }),
  );
}

/**
 * Confirm that a condition of an approval is met: not by who asked for the exception.
 * @throws AppError as `approveException`, CONDITION_UNKNOWN, CONDITION_MISSED (409)
 */
export async function meetCondition(app: App, asking: Viewer, { id, condition, reason }: MeetInput) {
  const viewer = authorised(asking, 'exception.assess');
  return decide(app, viewer, id, () => ({ kind: 'condition-met', condition, reason }));
}

/** Refuse it for good, with a reason. @throws AppError as `approveException` */
export async function refuseExceptionRequest(app: App, asking: Viewer, { id, reason }: ReasonInput) {
  return decideAs(asking, 'exception.approve', (viewer) =>
    decide(app, viewer, id, () => ({ kind: 'refused', reason })),
  );
}

/** Give it back to its author with what is to be changed. @throws AppError as `approveException` */
export async function returnException(app: App, asking: Viewer, { id, reason }: ReasonInput) {
  const viewer = authorised(asking, 'exception.assess');
  return decide(app, viewer, id, () => ({ kind: 'change-requested', reason }));
}

/** Say what one found, before somebody decides. @throws AppError as `approveException` */
export async function assessException(app: App, asking: Viewer, { id, reason, recommendation }: AssessInput) {
  const viewer = authorised(asking, 'exception.assess');
  const known = recommendations.find((one) => one === recommendation);
  if (!known) throw invalidFields([{ field: 'recommendation', message: 'Choose what you recommend.' }]);
  return decide(app, viewer, id, () => ({ kind: 'assessed', recommendation: known, reason }));
}

/** Its author takes it back before it is decided. @throws AppError EXCEPTION_NOT_YOURS (403), EXCEPTION_STEP (409) */
export async function withdrawException(app: App, asking: Viewer, { id, reason }: ReasonInput) {
  const viewer = authorised(asking, 'exception.request');
  return decide(app, viewer, id, () => ({ kind: 'withdrawn', reason }));
}

/** End an approved one for good. @throws AppError EXCEPTION_STEP (409), EXCEPTION_REASON */
export async function revokeException(app: App, asking: Viewer, { id, reason }: ReasonInput) {
  return decideAs(asking, 'exception.approve', (viewer) =>
    decide(app, viewer, id, () => ({ kind: 'revoked', reason })),
  );
}

/** Stop an approved one; it returns by a new approval only. @throws AppError EXCEPTION_STEP (409), EXCEPTION_REASON */
export async function suspendException(app: App, asking: Viewer, { id, reason }: ReasonInput) {
  return decideAs(asking, 'exception.approve', (viewer) =>
    decide(app, viewer, id, () => ({ kind: 'suspended', reason })),
  );
}

type Decision =
  | { readonly kind: 'assessed'; readonly recommendation: Recommendation; readonly reason: string }
  | {
      readonly kind: 'refused' | 'change-requested' | 'withdrawn' | 'revoked' | 'suspended';
      readonly reason: string;
    }
  | { readonly kind: 'condition-met'; readonly condition: string; readonly reason: string }
  | Omit<Extract<ExceptionEvent, { readonly kind: 'approved' }>, 'at' | 'person'>;

async function decide(app: App, viewer: Viewer, id: string, decision: (seen: SeenException) => Decision) {
  return decideOnHead(app, {
    look: () => lookAtException(app, viewer, id),
    decide: (seen) => {
      const said = decision(seen);
      const at = app.clock();
      const event: ExceptionEvent = { ...said, at, person: viewer.personId ?? '', ...onBehalf(viewer) };
      const { assessorMayApprove } = exceptionLimitsOf(seen.view.policy);
      if (!seen.row.seesAll) throw wider();
      for (const person of personsOf(viewer))
        checkDecision(app, { ...event, person }, { ...seen, assessorMayApprove });
      if (event.kind === 'approved') checkApproval(seen, event);
      const { kind, ...body } = said;
      app.store.log.append({
        kind: `exception.${kind}`,
        object: id,
        body: { exceptionId: id, ...body, ...onBehalf(viewer) },
        actor: viewer.personId,
        via: viewer.via,
      });
      return { id };
    },
  });
}

/** What the policy and the controls say to an approval now. */
function checkApproval(
  { view, level, controls }: SeenException,
  { at, until }: Extract<ExceptionEvent, { readonly kind: 'approved' }>,
): void {
  const limits = exceptionLimitsOf(view.policy);
  const today = localDate(at, view.zone);
  const period = periodProblem(until, { today, limits, rank: level, covered: 1, renewal: 0 });
  if (period !== null) throw invalidFields([{ field: 'until', message: period }]);
  const lapsed = controls.find(({ events }) => !isInForce(reduceControl(events, view.zone), at));
  if (lapsed) throw controlLapsed(lapsed.id);
}

function wider(): AppError {
  return new AppError({
    code: 'EXCEPTION_WIDER',
    message: 'This exception covers findings outside your business units.',
    remedy: 'Ask somebody who sees all of them.',
    status: 403,
  });
}

function controlLapsed(id: string): AppError {
  return new AppError({
    code: 'CONTROL_LAPSED',
    message: `The control ${id} failed, was not validated in time or is retired.`,
    remedy: 'Have it validated first, or return the request.',
    status: 409,
  });
}
