import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import { entryNotFound, openEntry } from './open-entry.ts';

/**
 * A file that was attached to an entry or one of its reviews, also one that a later change left out.
 * @throws AppError NOT_FOUND for any other hash, and for an entry outside the viewer's units
 */
export async function getEntryFile(
  app: App,
  viewer: Viewer,
  { id, sha256 }: { readonly id: string; readonly sha256: string },
) {
  authorise(viewer, 'register.read');
  const view = await resolveView(app, viewer, {});
  const files = openEntry(app, view, id).told.flatMap(({ event }) => {
    if ('content' in event) return event.content.evidence;
    return 'evidence' in event ? event.evidence : [];
  });
  const file = files.find((one) => one.sha256 === sha256);
  if (!file) throw entryNotFound();
  return { file, bytes: app.artifacts.get(sha256) };
}
