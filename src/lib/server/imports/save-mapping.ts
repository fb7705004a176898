import { z } from 'zod';
import { AppError } from '#core/errors.ts';
import { readMapping } from '#scanners/importers/column-mapping.ts';
import type { MappingDocument } from '#scanners/importers/column-mapping.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';

const nameSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

export interface MappingInput {
  /** By which files are imported: `mapping:NAME`. */
  readonly name: string;
  readonly document: MappingDocument;
  /** The version that was edited; 0 = a new mapping. */
  readonly basedOn: number;
}

/**
 * Save a mapping of columns as the next version of its name. What was imported by an earlier one stays as it was read.
 * @throws AppError MAPPING_NAME_INVALID, MAPPING_INVALID, MAPPING_CHANGED when another version came in between
 */
export function saveMapping(app: App, viewer: Viewer, input: MappingInput): { readonly version: number } {
  authorise(viewer, 'mapping.manage');
  const name = readName(input.name);
  const { document } = input;
  readMapping(Buffer.from(JSON.stringify(document), 'utf8'));
  return app.store.transaction(() => {
    const current = app.store.columnMappings.all().find((one) => one.name === name);
    if ((current?.version ?? 0) !== input.basedOn) throw mappingChanged(name);
    const version = app.store.columnMappings.lastVersion(name) + 1;
    record(app, viewer, { name, version, document });
    return { version };
  });
}

/** Take a mapping out of use; files that it read stay read. @throws AppError NOT_FOUND */
export function removeMapping(app: App, viewer: Viewer, { name }: { readonly name: string }): void {
  authorise(viewer, 'mapping.manage');
  app.store.transaction(() => {
    if (!app.store.columnMappings.all().some((one) => one.name === name)) throw mappingNotFound();
    record(app, viewer, { name, version: app.store.columnMappings.lastVersion(name) + 1, document: null });
  });
}

interface Version {
  readonly name: string;
  readonly version: number;
  /** null = removed. */
  readonly document: MappingDocument | null;
}

function record(app: App, viewer: Viewer, { name, version, document }: Version): void {
  app.store.log.append({
    kind: document === null ? 'mapping.removed' : 'mapping.saved',
    object: `mapping/${name}`,
    body: { name, version, ...(document === null ? {} : { document }) },
    actor: viewer.personId,
    via: viewer.via,
  });
  app.store.columnMappings.add({
    name,
    version,
    document,
    savedAt: app.clock(),
    savedBy: viewer.personId,
  });
}

function readName(text: string): string {
  const parsed = nameSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new AppError({
    code: 'MAPPING_NAME_INVALID',
    message: 'The mapping needs a short name.',
    remedy: 'Use up to 40 of a-z, 0-9 and hyphens, such as server-list.',
    where: { field: 'name' },
  });
}

function mappingChanged(name: string): AppError {
  return new AppError({
    code: 'MAPPING_CHANGED',
    message: `There is another version of the mapping "${name}" by now.`,
    remedy: 'Open it and make your change there, or choose another name.',
    status: 409,
    where: { field: 'name' },
  });
}

export function mappingNotFound(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such mapping.',
    remedy: 'Look it up in the list of mappings.',
    status: 404,
  });
}
