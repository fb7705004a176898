import { feeds } from '#scanners/feeds/index.ts';
import { importers } from '#scanners/importers/index.ts';
import { reportImporters } from '#scanners/importers/reports.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';

/** Every format that may be chosen for a file, with what it is called, in groups. */
export function listFormats(app: App, viewer: Viewer) {
  authorise(viewer, 'import.read');
  const own = app.store.columnMappings
    .all()
    .map(({ name, document }) => ({ value: `mapping:${name}`, label: `${name}: ${document.title}` }));
  const named = (formats: Readonly<Record<string, { readonly title: string }>>) =>
    Object.entries(formats).map(([value, { title }]) => ({ value, label: title }));
  return [
    { group: 'Your mappings', formats: own },
    { group: 'Scans and inventories', formats: named(importers) },
    { group: 'Reports of other scanners', formats: named(reportImporters) },
    { group: 'Feeds', formats: named(feeds) },
  ].filter(({ formats }) => formats.length > 0);
}
