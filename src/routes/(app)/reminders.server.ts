import type { App as Installation } from '#lib/server/app.ts';
import { listRequests } from '#lib/server/audits/list-requests.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { listExceptions } from '#lib/server/exceptions/list-exceptions.ts';
import type { ViewInput } from '#lib/server/read-view.ts';
import { listRegisters } from '#lib/server/registers/list-registers.ts';

/** Exceptions and requests named on the page; their lists have the rest. */
const SHOWN = 10;

/** What ends or is due within 30 days, what is overdue already, and what auditors wait for. */
export async function readReminders(app: Installation, viewer: Viewer, view: ViewInput) {
  const ending = { ...view, status: 'ending', page: 1, pageSize: SHOWN };
  const waiting = { ...view, status: 'waiting', page: 1, pageSize: SHOWN };
  const [exceptions, registers, audits] = await Promise.all([
    listExceptions(app, viewer, ending),
    listRegisters(app, viewer, view),
    listRequests(app, viewer, waiting),
  ]);
  return { exceptions, registers, audits };
}
