import type { App } from '../app.ts';
import type { ControlsRow } from '../warehouse/queries.gen.ts';

/** A compensating control as pages, API and command line show it. */
export function controlRow(app: App, { total: _total, owner, ...columns }: ControlsRow) {
  return { ...columns, owner: app.store.people.name(owner) ?? 'erased person', ownerId: owner };
}

export type ControlListRow = ReturnType<typeof controlRow>;
