import { authorise } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { answerOnceLater } from '#lib/server/http/answer-once.ts';
import { queryOf } from '#lib/server/http/query-of.ts';
import { withUpload } from '#lib/server/http/spooled-upload.ts';
import { importFile } from '#lib/server/imports/import-file.ts';
import { readImportQuery } from '#lib/server/imports/import-query.ts';
import type { RequestHandler } from './$types';

/** Takes one file of a known format (`?name=…&format=…&zone=…&mode=dry-run`) and answers with its receipt. */
export const POST: RequestHandler = async ({ locals, request, url }) => {
  const { app } = locals;
  const viewer = viewerOf(locals);
  // Before a byte of it is read.
  authorise(viewer, 'import.run');
  const query = readImportQuery(queryOf(url));
  const key = query.mode === 'keep' ? request.headers.get('idempotency-key') : null;
  return withUpload(app, request, async ({ path, digest }) => {
    const work = () => importFile(app, viewer, { content: path, ...query });
    return Response.json(await answerOnceLater(app, viewer, { key, digest, work }));
  });
};
