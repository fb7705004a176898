import { AppError } from '#core/errors.ts';
import type { App } from '../../app.ts';
import { newId } from '../../store/random-id.ts';
import { authorise, may } from '../authorise.ts';
import { permissions, type PermissionRule } from '../permissions.ts';
import { readPeriod, type PeriodInput } from '../read-period.ts';
import type { Role } from '../roles.ts';
import { tellPerson } from '../tell-person.ts';
import type { Viewer } from '../viewer.ts';

export interface DelegationInput extends PeriodInput {
  /** Person id. */
  readonly delegate: string;
}

const MAX_DAYS = 30;

/** Roles that may do something which can be handed over. */
const delegating = new Set<Role>(
  Object.values<PermissionRule>(permissions).flatMap(({ delegable, roles }) => (delegable ? roles : [])),
);

/**
 * Names who approves for the viewer while away, for at most 30 days. The delegate sees the viewer's business units and
 * may approve there; requests of either of the two stay for somebody else. It begins and ends by itself.
 * @throws AppError NOTHING_TO_DELEGATE (403), DELEGATE_INVALID, PERIOD_INVALID (400), DELEGATION_OVERLAPS (409),
 *   STEP_UP_NEEDED (403)
 */
export function nameDelegate(app: App, viewer: Viewer, input: DelegationInput): { readonly id: string } {
  authorise(viewer, 'delegation.manage-own');
  const personId = viewer.personId ?? '';
  if (!mayDelegate(viewer)) throw nothingToDelegate();
  const delegateId = input.delegate;
  if (delegateId === personId || !isPossible(app, delegateId)) throw delegateInvalid();
  const { fromAt, untilAt } = readPeriod(app, input, MAX_DAYS);
  const now = app.clock();
  const id = newId();
  app.store.transaction(() => {
    const overlaps = app.store.delegations
      .openOf(personId, now)
      .some((one) => one.fromAt < untilAt && fromAt < one.untilAt);
    if (overlaps) throw overlapping();
    app.store.delegations.insert({
      id,
      personId,
      delegateId,
      fromAt,
      untilAt,
      createdAt: now,
      endedAt: null,
    });
    const [from, until] = [new Date(fromAt).toISOString(), new Date(untilAt).toISOString()];
    app.store.log.append({
      kind: 'delegation.granted',
      object: `person:${personId}`,
      body: { delegationId: id, personId, delegateId, from, until },
      actor: viewer.personId,
      via: viewer.via,
      effectiveFrom: from,
    });
  });
  tellPerson(app, delegateId, {
    subject: 'You approve in Patchproof while somebody is away',
    text: [`${viewer.name} named you as delegate. The page “While you are away” shows from when until when.`],
  });
  return { id };
}

/**
 * Ends a delegation before its time: by whom it stands for, by the delegate, or by an administrator.
 * @throws AppError DELEGATION_UNKNOWN (404), also for one of others
 */
export function endDelegation(app: App, viewer: Viewer, { id }: { readonly id: string }): void {
  authorise(viewer, may(viewer, 'account.manage') ? 'account.manage' : 'delegation.manage-own');
  const now = app.clock();
  const row = app.store.delegations.find(id);
  const isTheirs = row?.personId === viewer.personId || row?.delegateId === viewer.personId;
  const isOpen = row !== undefined && row.endedAt === null && row.untilAt > now;
  if (!isOpen || (!isTheirs && !may(viewer, 'account.manage'))) throw unknown();
  app.store.transaction(() => {
    app.store.delegations.end(id, now);
    const { personId, delegateId } = row;
    const event = { kind: 'delegation.ended', object: `person:${personId}` };
    const body = { delegationId: id, personId, delegateId };
    app.store.log.append({ ...event, body, actor: viewer.personId, via: viewer.via });
  });
}

/** Whether the viewer may do something which can be handed over. */
export function mayDelegate(viewer: Viewer): boolean {
  return viewer.roles.some((role) => delegating.has(role));
}

/** Somebody who can sign in and works here: an auditor or a person without role approves nothing. */
function isPossible({ store }: Pick<App, 'store'>, personId: string): boolean {
  const works = store.people.held(personId).some(({ role }) => role !== 'auditor');
  return works && store.people.isActive(personId);
}

function nothingToDelegate(): AppError {
  return new AppError({
    code: 'NOTHING_TO_DELEGATE',
    message: 'You approve nothing, so nobody can do it for you.',
    remedy: 'Ask a manager or the CISO to name a delegate.',
    status: 403,
  });
}

function delegateInvalid(): AppError {
  return new AppError({
    code: 'DELEGATE_INVALID',
    message: 'This person cannot be your delegate.',
    remedy: 'Choose another person who can sign in and is no auditor.',
    where: { field: 'delegate' },
  });
}

function overlapping(): AppError {
  return new AppError({
    code: 'DELEGATION_OVERLAPS',
    message: 'You have a delegate for some of these days.',
    remedy: 'End that delegation first, or choose other days.',
    status: 409,
    where: { field: 'from' },
  });
}

function unknown(): AppError {
  return new AppError({
    code: 'DELEGATION_UNKNOWN',
    message: 'There is no such delegation.',
    remedy: 'Reload the page to see which there are.',
    status: 404,
  });
}
