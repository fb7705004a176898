import { kindOf, registerNames } from '#core/register/register-kinds.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { entryRow } from './entry-row.ts';
import type { EntryRow } from './entry-row.ts';
import { entriesInView } from './register-book.ts';
import { byDue, isDueSoon } from './register-order.ts';

/** Entries named in the overview of the registers; the lists have the rest. */
const NAMED = 10;

/** Every register with what it is for, how many entries it has and what is due. */
export async function listRegisters(app: App, viewer: Viewer, query: ViewInput) {
  authorise(viewer, 'register.read');
  const view = await resolveView(app, viewer, query);
  const rows = entriesInView(app, view).map((entry) => entryRow(app, view, entry));
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    counts: countsOf(rows),
    due: rows
      .filter((row) => row.overdue || isDueSoon(row))
      .toSorted(byDue)
      .slice(0, NAMED),
    rows: registerNames.map((register) => {
      const { title, about, source, cadence, approvers } = kindOf(register);
      const of = rows.filter((row) => row.register === register);
      const due = of.flatMap((row) => row.due ?? []).sort()[0] ?? null;
      const { usual } = cadence.interval;
      return {
        register,
        title,
        about,
        source,
        interval: usual,
        approved: approvers !== null,
        ...countsOf(of),
        due,
      };
    }),
  };
}

/** What stands in a register, and what of it needs somebody. */
export function countsOf(rows: readonly EntryRow[]) {
  const count = (of: (row: EntryRow) => boolean): number => rows.filter(of).length;
  return {
    entries: count(({ status }) => status !== 'closed'),
    overdue: count(({ overdue }) => overdue),
    soon: count(isDueSoon),
    waiting: count(({ status }) => status === 'waiting'),
    failing: count(({ status }) => status === 'failing'),
  };
}
