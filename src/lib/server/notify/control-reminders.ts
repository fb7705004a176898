import { reduceException } from '#core/exception/exception.ts';
import { localDate } from '#core/sla/calendar.ts';
import type { App } from '../app.ts';
import { queryControls } from '../controls/query-controls.ts';
import { queryExceptions } from '../exceptions/query-exceptions.ts';
import type { View } from '../read-view.ts';
import type { ControlsRow } from '../warehouse/queries.gen.ts';
import { remind } from './reminder.ts';
import type { Reminder } from './reminder.ts';

/** Controls and exceptions that are read at once; there are few of them. */
const MOST = 100_000;
const DAY_MS = 86_400_000;
/** How long a lapse is news. */
const NEWS_MS = 30 * DAY_MS;

/** Validations of controls that are due soon, and controls that hold no more since a short time. */
export async function collectControlReminders(app: App, view: View): Promise<Reminder[]> {
  const controls = await queryControls(app, view, { limit: MOST });
  const reminders: Reminder[] = [];
  for (const control of controls) {
    const lapse = lapseOf(control);
    reminders.push(
      ...(lapse === null ? await ofValidation(app, view, control) : await ofLapse(app, view, control, lapse)),
    );
  }
  return reminders;
}

async function ofValidation(app: App, view: View, control: ControlsRow): Promise<Reminder[]> {
  const since = Date.parse(control.lastValidated ?? control.definedAt);
  const due = remind(view, aboutOf(control), { since, until: Date.parse(control.nextDue) });
  if (due.length === 0) return [];
  const active = await queryExceptions(app, view, { control: control.id, status: 'active', limit: MOST });
  const people = await peopleOf(app, view, control, active);
  return due.map((one) => ({ ...one, people }));
}

interface Lapse {
  readonly how: 'missed' | 'failed' | 'retired';
  /** First instant at which it did not hold, UTC ms. */
  readonly at: number;
  /** Last instant before, UTC ms. */
  readonly until: number;
}

/** Null for a control that holds or was never validated and may be yet. */
function lapseOf({ status, nextDue, lastValidated, retiredAt }: ControlsRow): Lapse | null {
  if (status === 'missed') {
    const until = Date.parse(nextDue);
    return { how: 'missed', at: until + 1, until };
  }
  const ended = status === 'failed' ? lastValidated : retiredAt;
  if (ended === null || (status !== 'failed' && status !== 'retired')) return null;
  const at = Date.parse(ended);
  return { how: status, at, until: at };
}

/** Told to the owner and to who asked for what it ended, and to nobody else. */
async function ofLapse(app: App, view: View, control: ControlsRow, lapse: Lapse): Promise<Reminder[]> {
  if (Date.parse(view.asOf) - lapse.at > NEWS_MS) return [];
  const suspended = await queryExceptions(app, view, {
    control: control.id,
    status: 'suspended',
    limit: MOST,
  });
  const ended = suspended.filter(({ endsAt }) => endsAt !== null && Date.parse(endsAt) === lapse.at);
  const people = await peopleOf(app, view, control, ended);
  const due = localDate(lapse.until, view.zone);
  return [{ ...aboutOf(control), about: 'lapse', part: lapse.how, due, days: 0, people }];
}

function aboutOf({ id, name, owner }: ControlsRow): Omit<Reminder, 'due' | 'days'> {
  return { about: 'control', object: id, part: '', title: name, path: `/controls/${id}`, people: [owner] };
}

/** The owner of a control, and everybody who asked for one of these exceptions. */
async function peopleOf(
  app: App,
  view: View,
  { owner }: ControlsRow,
  exceptions: readonly { readonly id: string }[],
): Promise<string[]> {
  const people = new Set([owner]);
  for (const { id } of exceptions) {
    const told = await app.warehouse.query('exception-events', { ...view.params, id });
    const { askers } = reduceException(told.map(({ event }) => event));
    for (const person of askers) people.add(person);
  }
  return [...people];
}
