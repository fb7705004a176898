import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import { entriesInView } from './register-book.ts';
import type { StandingEntry } from './register-book.ts';

/** One entry in a view. @throws AppError NOT_FOUND for an absent one and one outside the viewer's units alike */
export function openEntry(app: Pick<App, 'store'>, view: View, id: string): StandingEntry {
  const found = entriesInView(app, view).find((entry) => entry.id === id);
  if (!found) throw entryNotFound();
  return found;
}

export function entryNotFound(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such entry.',
    remedy: 'Look it up in its register.',
    status: 404,
  });
}
