import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import { openRequest, requestNotFound } from './request-book.ts';

/**
 * A file that was attached to an answer, also to one that was returned.
 * @throws AppError NOT_FOUND for any other hash, and for a request out of reach
 */
export async function getRequestFile(
  app: App,
  viewer: Viewer,
  { id, sha256 }: { readonly id: string; readonly sha256: string },
) {
  authorise(viewer, 'audit.read');
  const view = await resolveView(app, viewer, {});
  const files = openRequest(app, viewer, { view, id }).told.flatMap(({ event }) =>
    event.kind === 'answered' ? event.evidence : [],
  );
  const file = files.find((one) => one.sha256 === sha256);
  if (!file) throw requestNotFound();
  return { file, bytes: app.artifacts.get(sha256) };
}
