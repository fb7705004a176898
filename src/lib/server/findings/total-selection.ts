import { updateCommands } from '#core/advisory/update-commands.ts';
import { isSchemeName } from '#core/version/compare.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';

/** Fixes chosen at once. */
const MAX_CHOSEN = 200;

export interface SelectionQuery extends ViewInput {
  /** Ids of fixes, as their rows have them; unknown ones count for nothing. */
  readonly ids: readonly string[];
}

/** What chosen fixes would close together, and the commands that install them; null = none of them is open. */
export async function totalSelection(app: App, viewer: Viewer, query: SelectionQuery) {
  authorise(viewer, 'finding.read');
  const ids = query.ids.slice(0, MAX_CHOSEN);
  if (ids.length === 0) return null;
  const view = await resolveView(app, viewer, query);
  const [[total], packages] = await Promise.all([
    app.warehouse.query('queue-selection', { ...view.params, ids }),
    app.warehouse.query('queue-packages', { ...view.params, ids }),
  ]);
  if (!total || total.fixes === 0) return null;
  const toUpdate = packages.map(({ scheme, ...pkg }) => ({
    ...pkg,
    scheme: scheme !== null && isSchemeName(scheme) ? scheme : ('deb' as const),
  }));
  return { ...total, commands: updateCommands(toUpdate) };
}
