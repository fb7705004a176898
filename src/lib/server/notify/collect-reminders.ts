import { conditionsOf } from '#core/exception/exception-state.ts';
import { reduceException } from '#core/exception/exception.ts';
import type { App } from '../app.ts';
import { systemViewer } from '../auth/viewer.ts';
import { queryControls } from '../controls/query-controls.ts';
import { queryExceptions } from '../exceptions/query-exceptions.ts';
import { resolveView } from '../read-view.ts';
import type { View } from '../read-view.ts';
import { entriesInView } from '../registers/register-book.ts';
import type { StandingEntry } from '../registers/register-book.ts';
import { collectControlReminders } from './control-reminders.ts';
import { remind } from './reminder.ts';
import type { Reminder } from './reminder.ts';

/** Exceptions that can be read at once; there are few that are active. */
const MOST = 100_000;

/** Every reminder that is due now, of whatever unit. */
export async function collectReminders(app: App): Promise<Reminder[]> {
  const view = await resolveView(app, systemViewer, {});
  return [
    ...(await ofExceptions(app, view)),
    ...(await collectControlReminders(app, view)),
    ...ofRegisters(app, view),
  ];
}

async function ofExceptions(app: App, view: View): Promise<Reminder[]> {
  const active = await queryExceptions(app, view, { status: 'active', limit: MOST });
  const reminders: Reminder[] = [];
  for (const row of active) reminders.push(...(await ofException(app, view, row)));
  return reminders;
}

async function ofException(
  app: App,
  view: View,
  { id, title, controls }: { id: string; title: string; controls: readonly string[] },
): Promise<Reminder[]> {
  const told = await app.warehouse.query('exception-events', { ...view.params, id });
  const state = reduceException(told.map(({ event }) => event));
  if (state.approval === null) return [];
  const { approvedAt, expiresAt } = state.approval;
  const known =
    controls.length === 0 ? [] : await queryControls(app, view, { ids: controls, limit: controls.length });
  const approvers = state.approvals.map(({ person }) => person);
  const people = [...new Set([...state.askers, ...approvers, ...known.map(({ owner }) => owner)])];
  const open = conditionsOf(state).filter(
    ({ id: one }) => !state.met.some(({ condition }) => condition === one),
  );
  const about = { object: id, title, path: `/exceptions/${id}`, people };
  return [
    ...remind(view, { ...about, about: 'exception', part: '' }, { since: approvedAt, until: expiresAt - 1 }),
    ...open.flatMap((one) =>
      remind(
        view,
        { ...about, about: 'condition', part: one.id },
        { since: approvedAt, until: one.lapsesAt - 1 },
      ),
    ),
  ];
}

function ofRegisters(app: App, view: View): Reminder[] {
  return entriesInView(app, view).flatMap(({ id, state, standing }: StandingEntry) => {
    if (standing.dueAt === null) return [];
    const { content, recordedAt, approvedAt, confirmedAt, approval } = state;
    const since = Math.max(recordedAt, approvedAt ?? 0, confirmedAt ?? 0);
    const people = [...new Set([content.owner, ...(approval ? [approval.person] : [])])];
    const about = { about: 'register', object: id, part: '', title: content.title } as const;
    return remind(
      view,
      { ...about, path: `/registers/${state.register}/${id}`, people },
      { since, until: standing.dueAt },
    );
  });
}
