import { AppError } from '#core/errors.ts';
import type { ExceptionEvent } from '#core/exception/exception-event.ts';
import { refuseException } from '#core/exception/refuse-exception.ts';
import type { ExceptionState } from '#core/exception/exception-state.ts';
import { localDate } from '#core/sla/calendar.ts';
import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import type { MissingApproval } from './who-may-decide.ts';

interface Deciding {
  readonly view: View;
  readonly state: ExceptionState;
  readonly assessorMayApprove: boolean;
  readonly missing: readonly MissingApproval[];
}

/**
 * Checks a decision, and says who decided before, or who must decide instead.
 * @throws AppError FOUR_EYES (403), ALREADY_DECIDED, STALE_VERSION, EXCEPTION_… (400, 403, 409)
 */
export function checkDecision(app: App, event: ExceptionEvent, deciding: Deciding): void {
  const failure = refuseException(deciding.state, event, deciding);
  if (failure === null) return;
  const told: Readonly<Record<string, () => { message?: string; remedy?: string }>> = {
    FOUR_EYES: () => fourEyes(event, deciding),
    ALREADY_DECIDED: () => alreadyDecided(app, deciding),
  };
  throw new AppError({ ...failure, ...told[failure.code]?.() });
}

function fourEyes({ person }: ExceptionEvent, { state, view, missing }: Deciding) {
  const remedy = whomToAsk(missing);
  if (state.requestedBy !== person || state.requestedAt === null) return { remedy };
  const day = localDate(state.requestedAt, view.zone);
  return { message: `You requested this on ${day}; another approver must decide.`, remedy };
}

/** `Ask Max Manager or Ida Chief.`, or whom to add. */
export function whomToAsk(missing: readonly MissingApproval[]): string {
  const unfilled = missing.find(({ remedy }) => remedy !== null);
  if (unfilled?.remedy) return unfilled.remedy;
  const names = [...new Set(missing.flatMap((one) => one.names))];
  return names.length === 0 ? 'Ask another person with the right to approve.' : `Ask ${names.join(' or ')}.`;
}

function alreadyDecided(app: App, { state, view }: Deciding) {
  if (state.decided === null) return {};
  const { person, at } = state.decided;
  const who = app.store.people.name(person) ?? 'erased person';
  const when = new Date(at).toISOString();
  return {
    message: `${who} has decided this already: ${state.step} on ${localDate(at, view.zone)} (${when}).`,
  };
}
