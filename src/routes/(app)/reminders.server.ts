import type { App as Installation } from '#lib/server/app.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { listExceptions } from '#lib/server/exceptions/list-exceptions.ts';
import type { ViewInput } from '#lib/server/read-view.ts';
import { listRegisters } from '#lib/server/registers/list-registers.ts';

/** Exceptions named on the page; their list has the rest. */
const SHOWN = 10;

/** What ends or is due within 30 days, and what is overdue already. */
export async function readReminders(app: Installation, viewer: Viewer, view: ViewInput) {
  const ending = { ...view, status: 'ending', page: 1, pageSize: SHOWN };
  const [exceptions, registers] = await Promise.all([
    listExceptions(app, viewer, ending),
    listRegisters(app, viewer, view),
  ]);
  return { exceptions, registers };
}
