import { closeSync, openSync, readSync } from 'node:fs';
import { isAppError, publicFailure } from '#core/errors.ts';
import { readMapping } from '#scanners/importers/column-mapping.ts';
import { readTable } from '#scanners/importers/csv-table.ts';
import type { CsvTable } from '#scanners/importers/csv-table.ts';
import { guessColumns } from '#scanners/importers/guess-columns.ts';
import { previewMapping } from '#scanners/importers/mapping-preview.ts';
import type { MappingPreview } from '#scanners/importers/mapping-preview.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { getMapping } from './list-mappings.ts';
import { documentOf, draftOf, guessWords, newDraft } from './mapping-draft.ts';
import type { MappingDraft } from './mapping-draft.ts';
import { stagedFile } from './staged-files.ts';

/** Rows shown as findings, and the part of a large file that a preview reads. */
const SHOWN = 10;
const READ_BYTES = 16 * 1024 * 1024;

export interface DraftInput {
  /** A staged file; null = the mapping alone is edited, without an example. */
  readonly file: string | null;
  /** A saved mapping; null = a new one. */
  readonly mapping: string | null;
}

/** The example that a mapping is made by. */
export interface MappingExample {
  readonly id: string;
  readonly name: string;
  /** A large file is read in part. */
  readonly isPart: boolean;
  readonly table: CsvTable;
}

/**
 * Where somebody begins who says what the columns of a CSV mean: its columns with sample values, and what they most likely
 * are, or a saved mapping. @throws AppError UPLOAD_GONE, NOT_FOUND, and as `readTable`
 */
export function openDraft(app: App, viewer: Viewer, { file, mapping }: DraftInput) {
  authorise(viewer, 'mapping.manage');
  const example = file === null ? null : readExample(app, viewer, file);
  const saved = mapping === null ? null : getMapping(app, viewer, { name: mapping });
  const header = example?.table.columns.map(({ name }) => name) ?? saved?.header ?? [];
  const guesses = guessColumns(header);
  const fresh = saved ? draftOf(saved.document, saved) : newDraft(guesses, example?.name ?? '');
  const words = (field: 'severity' | 'status') =>
    example?.table.columns.find(({ name }) => name === fresh.columns[field])?.words ?? [];
  const draft = saved
    ? fresh
    : { ...fresh, ...guessWords({ severity: words('severity'), status: words('status') }) };
  return { example, header, draft, preview: example && previewOf(app, viewer, { draft, file: example.id }) };
}

/** The first rows as the draft would read them. @throws AppError UPLOAD_GONE, and as `readTable` */
export function previewOf(
  app: App,
  viewer: Viewer,
  { draft, file }: { readonly draft: MappingDraft; readonly file: string },
): MappingPreview | { readonly failure: NonNullable<MappingPreview['failure']>; readonly rows: null } {
  authorise(viewer, 'mapping.manage');
  const { bytes, table } = readStaged(app, viewer, file);
  try {
    const header = table.columns.map(({ name }) => name);
    const document = Buffer.from(JSON.stringify(documentOf(draft, header)), 'utf8');
    return previewMapping(bytes, readMapping(document), { rows: SHOWN, zone: draft.zone || app.config.zone });
  } catch (error) {
    if (isAppError(error)) return { failure: publicFailure(error), rows: null };
    throw error;
  }
}

function readExample(app: App, viewer: Viewer, id: string): MappingExample {
  const { name, isPart, table } = readStaged(app, viewer, id);
  return { id, name, isPart, table };
}

function readStaged(app: App, viewer: Viewer, id: string) {
  const { name, path, bytes: size } = stagedFile(app, viewer, id);
  const bytes = headOf(path, size);
  const table = readTable({ name, chunks: () => [bytes] });
  return { name, bytes, table, isPart: size > READ_BYTES };
}

/** The file, or as many whole lines of a large one as are read. */
function headOf(path: string, size: number): Uint8Array {
  const bytes = Buffer.alloc(Math.min(size, READ_BYTES));
  const file = openSync(path, 'r');
  try {
    for (let done = 0; done < bytes.length;) {
      const read = readSync(file, bytes, done, bytes.length - done, done);
      if (read === 0) break;
      done += read;
    }
  } finally {
    closeSync(file);
  }
  return size > READ_BYTES ? bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1) : bytes;
}
