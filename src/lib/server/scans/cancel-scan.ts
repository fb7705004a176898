import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';

/** Stop a scan job: hosts already read stay recorded. @throws AppError NOT_FOUND */
export function cancelScan(app: App, viewer: Viewer, { id }: { id: string }): void {
  authorise(viewer, 'scan.cancel');
  if (!app.store.jobs.find(id)) throw jobNotFound();
  app.jobs.cancel(id, { personId: viewer.personId, via: viewer.via });
}

export function jobNotFound(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such scan.',
    remedy: 'Look it up in the list of scans.',
    status: 404,
  });
}
