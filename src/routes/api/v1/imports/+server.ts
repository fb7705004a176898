import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { authorise } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { answerOnceLater } from '#lib/server/http/answer-once.ts';
import { MAX_REPORT_BYTES } from '#lib/server/http/judge-body.ts';
import { queryOf } from '#lib/server/http/query-of.ts';
import { spoolBody } from '#lib/server/http/read-body.ts';
import { importFile } from '#lib/server/imports/import-file.ts';
import { readImportQuery } from '#lib/server/imports/import-query.ts';
import { makeDirectory } from '#lib/server/make-directory.ts';
import type { RequestHandler } from './$types';

/** Takes one file of a known format (`?name=…&format=…&zone=…&mode=dry-run`) and answers with its receipt. */
export const POST: RequestHandler = async ({ locals, request, url }) => {
  const { app } = locals;
  const viewer = viewerOf(locals);
  // Before a byte of it is read.
  authorise(viewer, 'import.run');
  const query = readImportQuery(queryOf(url));
  makeDirectory(app.dataDir.file('tmp'));
  const directory = mkdtempSync(join(app.dataDir.file('tmp'), 'upload-'));
  try {
    const path = join(directory, 'file');
    const digest = await spoolBody(request, { path, maxBytes: MAX_REPORT_BYTES });
    const work = () => importFile(app, viewer, { content: path, ...query });
    const key = query.mode === 'keep' ? request.headers.get('idempotency-key') : null;
    return Response.json(await answerOnceLater(app, viewer, { key, digest, work }));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};
