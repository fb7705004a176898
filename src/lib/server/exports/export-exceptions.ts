import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { ControlListRow } from '../controls/control-row.ts';
import { listControls } from '../controls/list-controls.ts';
import type { ControlsQuery } from '../controls/list-controls.ts';
import type { ExceptionListRow } from '../exceptions/exception-row.ts';
import { listExceptions } from '../exceptions/list-exceptions.ts';
import type { ExceptionsQuery } from '../exceptions/list-exceptions.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

const columns: CsvColumns<ExceptionListRow> = {
  id: (row) => row.id,
  title: (row) => row.title,
  status: (row) => row.status,
  since: (row) => row.since,
  aim: (row) => row.aim,
  deviation: (row) => row.deviation,
  requestedBy: (row) => row.requestedBy,
  requestedAt: (row) => row.requestedAt,
  daysWaiting: (row) => row.daysWaiting,
  level: (row) => row.level,
  approvedAt: (row) => row.approvedAt,
  until: (row) => row.until,
  endsAt: (row) => row.endsAt,
  daysLeft: (row) => row.daysLeft,
  findings: (row) => row.findings,
  open: (row) => row.open,
  overdue: (row) => row.overdue,
  excepted: (row) => row.excepted,
  rank: (row) => row.rank,
  due: (row) => row.due,
  worksheet: (row) => row.worksheet,
  controls: (row) => row.controls.join(' '),
  renews: (row) => row.renews,
  renewal: (row) => row.renewal,
  catchesFuture: (row) => row.catchesFuture,
};

/** Exceptions that match, as CSV, in the order of the list. @throws AppError QUERY_INVALID */
export async function exportExceptions(app: App, viewer: Viewer, query: ExceptionsQuery): Promise<string> {
  const { rows } = await listExceptions(app, viewer, { ...query, page: undefined, pageSize: undefined });
  return toCsv(columns, rows);
}

const controlColumns: CsvColumns<ControlListRow> = {
  id: (row) => row.id,
  name: (row) => row.name,
  status: (row) => row.status,
  owner: (row) => row.owner,
  unit: (row) => row.unit,
  effect: (row) => row.effect,
  interval: (row) => row.interval,
  lastValidated: (row) => row.lastValidated,
  lastResult: (row) => row.lastResult,
  nextDue: (row) => row.nextDue,
  retiredAt: (row) => row.retiredAt,
  exceptions: (row) => row.exceptions,
};

/** Compensating controls that match, as CSV. @throws AppError QUERY_INVALID */
export async function exportControls(app: App, viewer: Viewer, query: ControlsQuery): Promise<string> {
  const { rows } = await listControls(app, viewer, { ...query, page: undefined, pageSize: undefined });
  return toCsv(controlColumns, rows);
}
