import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '../app.ts';
import { makeDirectory } from '../make-directory.ts';
import { MAX_STREAMED_BYTES } from './judge-body.ts';
import { spoolBody } from './read-body.ts';

/** An upload on the disk. */
export interface SpooledUpload {
  readonly path: string;
  /** SHA-256 of its bytes. */
  readonly digest: string;
}

/**
 * Takes the body of a request to the disk as it comes and gives it to `work`; whatever happens, nothing of it is left
 * there afterwards.
 * @throws AppError FILE_TOO_LARGE (413) at the limit, UPLOAD_TRUNCATED (400), and what `work` throws
 */
export async function withUpload<T>(
  app: Pick<App, 'dataDir'>,
  request: Request,
  work: (upload: SpooledUpload) => Promise<T>,
): Promise<T> {
  makeDirectory(app.dataDir.file('tmp'));
  const directory = mkdtempSync(join(app.dataDir.file('tmp'), 'upload-'));
  try {
    const path = join(directory, 'file');
    return await work({ path, digest: await spoolBody(request, { path, maxBytes: MAX_STREAMED_BYTES }) });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
