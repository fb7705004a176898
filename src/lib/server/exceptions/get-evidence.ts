import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import { exceptionNotFound, openException } from './open-exception.ts';

/**
 * A file that was attached to an exception, also one that a later edit left out.
 * @throws AppError NOT_FOUND for any other hash, and for an exception outside the viewer's units
 */
export async function getEvidence(
  app: App,
  viewer: Viewer,
  { id, sha256 }: { readonly id: string; readonly sha256: string },
) {
  authorise(viewer, 'exception.read');
  const view = await resolveView(app, viewer, {});
  const { events } = await openException(app, viewer, { view, id });
  const files = events.flatMap((event) => ('content' in event ? event.content.evidence : []));
  const file = files.find((one) => one.sha256 === sha256);
  if (!file) throw exceptionNotFound();
  return { file, bytes: app.artifacts.get(sha256) };
}
