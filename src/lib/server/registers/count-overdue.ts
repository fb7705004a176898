import type { App } from '../app.ts';
import { may } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { entriesInView } from './register-book.ts';

/** Entries of registers whose review is overdue: 0 for who may not read them. */
export async function countOverdue(app: App, viewer: Viewer, query: ViewInput): Promise<number> {
  if (!may(viewer, 'register.read')) return 0;
  const view = await resolveView(app, viewer, query);
  const at = Date.parse(view.asOf);
  return entriesInView(app, view).filter(({ standing }) => standing.dueAt !== null && standing.dueAt < at)
    .length;
}
