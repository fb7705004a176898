import { countOf } from '#lib/format/numbers.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { SavedMapping } from '../store/column-mappings.ts';
import { mappingNotFound } from './save-mapping.ts';

/** The mappings of columns that are in use, by name. */
export function listMappings(app: App, viewer: Viewer) {
  authorise(viewer, 'import.read');
  return { rows: app.store.columnMappings.all().map((saved) => mappingRow(app, saved)) };
}

/** One mapping with its document. @throws AppError NOT_FOUND */
export function getMapping(app: App, viewer: Viewer, { name }: { readonly name: string }) {
  authorise(viewer, 'import.read');
  const saved = app.store.columnMappings.all().find((one) => one.name === name);
  if (!saved) throw mappingNotFound();
  return { ...mappingRow(app, saved), document: saved.document };
}

function mappingRow(app: App, { name, version, document, savedAt, savedBy }: SavedMapping) {
  const fields = Object.keys(document.columns).length;
  return {
    name,
    format: `mapping:${name}`,
    version,
    title: document.title,
    tool: document.tool,
    /** Nobody compared it with the tool. */
    tier: 'C' as const,
    reads: countOf(fields, 'column'),
    header: document.identifiedBy[0] ?? [],
    savedAt: new Date(savedAt).toISOString(),
    savedBy: (savedBy === null ? null : app.store.people.name(savedBy)) ?? 'erased person',
  };
}
