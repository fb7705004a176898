import { registerNames } from '#core/register/register-kinds.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams, readSort, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { entryRow } from './entry-row.ts';
import type { EntryRow } from './entry-row.ts';
import { countsOf } from './list-registers.ts';
import { entriesInView } from './register-book.ts';
import { entrySorts, isDueSoon, orderOf } from './register-order.ts';

const statuses = ['current', 'waiting', 'to-change', 'failing', 'past', 'closed'];
/** Groups of statuses, and what needs somebody. */
const groups = ['overdue', 'soon'];
const allowed = { status: [...statuses, ...groups], register: registerNames };

export interface EntriesQuery extends ViewInput, ListInput {
  readonly register?: string | undefined;
  readonly status?: string | undefined;
  readonly q?: string | undefined;
}

/** Entries of registers that match, one page of them, what is due first. @throws AppError QUERY_INVALID */
export async function listEntries(app: App, viewer: Viewer, query: EntriesQuery) {
  authorise(viewer, 'register.read');
  refuseUnknown({ ...query }, allowed);
  const sort = readSort(query.sort, entrySorts);
  const { limit, offset } = pageParams(query);
  const view = await resolveView(app, viewer, query);
  const known = entriesInView(app, view)
    .filter(({ state }) => query.register === undefined || state.register === query.register)
    .map((entry) => ({ text: textOf(entry.state.content), row: entryRow(app, view, entry) }));
  const wanted = query.q?.toLowerCase() ?? '';
  const rows = known
    .filter(
      ({ text, row }) => isStatus(row, query.status) && `${row.id} ${text}`.toLowerCase().includes(wanted),
    )
    .map(({ row }) => row)
    .toSorted(orderOf(sort));
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    total: rows.length,
    counts: countsOf(known.map(({ row }) => row)),
    rows: rows.slice(offset, offset + limit),
  };
}

function isStatus(row: EntryRow, status: string | undefined): boolean {
  if (status === undefined) return true;
  if (status === 'overdue') return row.overdue;
  return status === 'soon' ? isDueSoon(row) : row.status === status;
}

function textOf({ title, fields }: { title: string; fields: Readonly<Record<string, string>> }): string {
  return [title, ...Object.values(fields)].join(' ');
}
