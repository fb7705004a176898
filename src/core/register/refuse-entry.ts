import type { Failure } from '../errors.ts';
import { lengthOf, minReason } from '../ranking/decision-text.ts';
import type { EntryState } from './register-entry.ts';
import type { RegisterEvent } from './register-event.ts';
import { kindOf } from './register-kinds.ts';

/** Why an event may not happen, with its HTTP status and the field it is about. */
export interface RegisterRefusal extends Failure {
  readonly status: number;
  readonly where?: { readonly field: string };
}

const failures = {
  person: {
    code: 'REGISTER_PERSON',
    message: 'This names no person.',
    remedy: 'Sign in with an account that belongs to a person.',
    status: 400,
  },
  absent: {
    code: 'NOT_FOUND',
    message: 'There is no such entry.',
    remedy: 'Look it up in its register.',
    status: 404,
  },
  closed: {
    code: 'REGISTER_CLOSED',
    message: 'This entry is closed.',
    remedy: 'Record a new one.',
    status: 409,
  },
  reason: {
    code: 'REGISTER_REASON',
    message: `The reason has fewer than ${minReason} characters.`,
    remedy: 'Say why; it is kept for the auditor.',
    status: 400,
    where: { field: 'reason' },
  },
  note: {
    code: 'REGISTER_REASON',
    message: `What was found has fewer than ${minReason} characters.`,
    remedy: 'Say what was looked at; it is kept for the auditor.',
    status: 400,
    where: { field: 'note' },
  },
  fourEyes: {
    code: 'FOUR_EYES',
    message: 'You wrote a part of this entry, so another person must decide.',
    remedy: 'Ask another person with the right to approve.',
    status: 403,
  },
  stale: {
    code: 'STALE_VERSION',
    message: 'The entry was changed after you opened it.',
    remedy: 'Reload the page and read it again before you decide.',
    status: 409,
  },
  decided: {
    code: 'ALREADY_DECIDED',
    message: 'This entry is approved already.',
    remedy: 'Reload the page to see by whom.',
    status: 409,
  },
  needless: {
    code: 'REGISTER_NO_APPROVAL',
    message: 'Entries of this register need no approval.',
    remedy: 'Review it instead.',
    status: 409,
  },
  unapproved: {
    code: 'REGISTER_UNAPPROVED',
    message: 'This entry waits for its approval, so there is nothing to review yet.',
    remedy: 'Have it approved first.',
    status: 409,
  },
  same: {
    code: 'REGISTER_UNCHANGED',
    message: 'Nothing in it was changed.',
    remedy: 'Review it if it is still right.',
    status: 409,
  },
} as const satisfies Record<string, RegisterRefusal>;

/** Why an event may not happen to an entry now; null = it may. */
export function refuseRegisterEvent(state: EntryState | null, event: RegisterEvent): RegisterRefusal | null {
  if (lengthOf(event.person) === 0) return failures.person;
  if (event.kind === 'recorded') return state === null ? null : failures.closed;
  if (state === null) return failures.absent;
  if (state.closedAt !== null) return failures.closed;
  if ('content' in event) return event.hash === state.hash ? failures.same : null;
  if ('reason' in event && lengthOf(event.reason) < minReason) return failures.reason;
  if ('result' in event) return refuseReview(state, event);
  return 'hash' in event ? refuseAnswer(state, event) : null;
}

function refuseAnswer(
  state: EntryState,
  { person, hash }: Extract<RegisterEvent, { readonly kind: 'approved' | 'returned' }>,
): RegisterRefusal | null {
  if (kindOf(state.register).approvers === null) return failures.needless;
  if (state.authors.includes(person)) return failures.fourEyes;
  if (hash !== state.hash) return failures.stale;
  return state.approval === null ? null : failures.decided;
}

/** A review that starts the clock anew is an approval of what stands: not by who wrote it, where that is asked for. */
function refuseReview(
  state: EntryState,
  { person, note, result }: Extract<RegisterEvent, { readonly kind: 'reviewed' }>,
): RegisterRefusal | null {
  if (lengthOf(note) < minReason) return failures.note;
  if (kindOf(state.register).approvers === null) return null;
  if (state.approval === null) return failures.unapproved;
  return result === 'confirmed' && state.authors.includes(person) ? failures.fourEyes : null;
}
