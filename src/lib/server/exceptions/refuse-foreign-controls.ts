import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import { queryControls } from '../controls/query-controls.ts';
import { invalidFields } from './exception-input.ts';

/** @throws AppError EXCEPTION_INVALID for a control that is absent, of another unit or retired */
export async function refuseForeignControls(app: App, view: View, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const known = await queryControls(app, view, { ids, limit: ids.length });
  const usable = known.filter(({ status }) => status !== 'retired').map(({ id }) => id);
  const stranger = ids.find((id) => !usable.includes(id));
  if (stranger !== undefined)
    throw invalidFields([{ field: 'controls', message: `There is no control ${stranger} to rest on.` }]);
}
