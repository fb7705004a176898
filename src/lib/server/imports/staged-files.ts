import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { MAX_STREAMED_BYTES } from '../http/judge-body.ts';
import { spoolBody } from '../http/read-body.ts';
import { makeDirectory } from '../make-directory.ts';
import { newId } from '../store/random-id.ts';

/** A file that somebody is looking at before it is imported. */
export interface StagedFile {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

type StagingApp = Pick<App, 'clock' | 'dataDir'>;

/** How long a file waits for its import, and how many of one person may; then the oldest makes room. */
const KEPT_MS = 24 * 3_600_000;
const MAX_FILES = 50;

const about = z.object({ name: z.string(), person: z.string().nullable() });
const idSchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

/**
 * Keeps a file on the disk until it is imported or a day has passed; only whoever gave it sees it.
 * @param body the file itself, of at most 2 GiB; it is written as it comes
 * @throws AppError FORBIDDEN, FILE_TOO_LARGE, UPLOAD_TRUNCATED
 */
export async function stageFile(
  app: StagingApp,
  viewer: Viewer,
  { name, body }: { readonly name: string; readonly body: Pick<Request, 'body'> },
): Promise<StagedFile> {
  authorise(viewer, 'import.run');
  const directory = stagingDirectory(app);
  removeOld(app, directory);
  for (const folder of ownFolders(directory, viewer).slice(0, 1 - MAX_FILES)) remove(folder);
  const id = newId();
  const folder = join(directory, id);
  mkdirSync(folder, { mode: 0o700 });
  try {
    await spoolBody(body, { path: join(folder, 'file'), maxBytes: MAX_STREAMED_BYTES });
    const text = JSON.stringify({ name: fileName(name), person: viewer.personId });
    writeFileSync(join(folder, 'about.json'), text, { mode: 0o600 });
  } catch (error) {
    remove(folder);
    throw error;
  }
  return stagedFile(app, viewer, id);
}

/** @throws AppError FORBIDDEN, UPLOAD_GONE for one that is not there, or is somebody else's */
export function stagedFile(app: StagingApp, viewer: Viewer, id: string): StagedFile {
  authorise(viewer, 'import.run');
  const parsed = idSchema.safeParse(id);
  const folder = parsed.success ? join(stagingDirectory(app), parsed.data) : null;
  const known = folder === null ? null : read(folder);
  if (folder === null || known === null || known.person !== viewer.personId) throw gone();
  const path = join(folder, 'file');
  return { id, name: known.name, path, bytes: statSync(path).size };
}

/** Forget a file that was imported, or will not be. @throws AppError FORBIDDEN, UPLOAD_GONE */
export function dropStaged(app: StagingApp, viewer: Viewer, id: string): void {
  stagedFile(app, viewer, id);
  remove(join(stagingDirectory(app), id));
}

function stagingDirectory({ dataDir }: StagingApp): string {
  makeDirectory(dataDir.file('tmp'));
  const directory = join(dataDir.file('tmp'), 'staged');
  makeDirectory(directory);
  return directory;
}

function read(folder: string): z.infer<typeof about> | null {
  try {
    return about.parse(JSON.parse(readFileSync(join(folder, 'about.json'), 'utf8')));
  } catch {
    // Being written, or removed meanwhile.
    return null;
  }
}

/** Of one person, the oldest first. */
function ownFolders(directory: string, { personId }: Viewer): string[] {
  return readdirSync(directory)
    .map((id) => join(directory, id))
    .filter((folder) => read(folder)?.person === personId)
    .sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs);
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function removeOld({ clock }: StagingApp, directory: string): void {
  for (const id of readdirSync(directory)) {
    const folder = join(directory, id);
    if (clock() - statSync(folder).mtimeMs > KEPT_MS) remove(folder);
  }
}

/** What a browser calls the file, never a path. */
function fileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 255);
  return plain === '' ? 'upload' : plain;
}

function gone(): AppError {
  return new AppError({
    code: 'UPLOAD_GONE',
    message: 'The file is no longer here.',
    remedy: 'Choose it again; a file waits one day for its import.',
    status: 404,
  });
}
