import { AppError } from '#core/errors.ts';
import { reduceException } from '#core/exception/exception.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { View } from '../read-view.ts';
import { queryExceptions } from './query-exceptions.ts';

/**
 * One exception in a view: its row, what happened to it, and what that makes of it.
 * @throws AppError NOT_FOUND for an absent one, one outside the viewer's units and another person's draft alike
 */
export async function openException(app: App, viewer: Viewer, { view, id }: { view: View; id: string }) {
  const [row] = await queryExceptions(app, view, { ids: [id], viewer: viewer.personId ?? '', limit: 1 });
  if (!row) throw exceptionNotFound();
  const told = await app.warehouse.query('exception-events', { ...view.params, id });
  const events = told.map(({ event }) => event);
  return { row, told, events, state: reduceException(events) };
}

export function exceptionNotFound(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such exception.',
    remedy: 'Look it up in the list of exceptions.',
    status: 404,
  });
}
