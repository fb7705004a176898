import { authorise } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { answerOnce } from '#lib/server/http/answer-once.ts';
import { MAX_UPLOAD_BYTES } from '#lib/server/http/judge-body.ts';
import { queryOf } from '#lib/server/http/query-of.ts';
import { readBody } from '#lib/server/http/read-body.ts';
import { importFile } from '#lib/server/imports/import-file.ts';
import { readImportQuery } from '#lib/server/imports/import-query.ts';
import type { RequestHandler } from './$types';

/** Takes one file of a known format (`?name=…&format=…&mode=dry-run`) and answers with its receipt. */
export const POST: RequestHandler = async ({ locals, request, url }) => {
  const { app } = locals;
  const viewer = viewerOf(locals);
  // Before a byte of it is read.
  authorise(viewer, 'import.run');
  const query = readImportQuery(queryOf(url));
  const bytes = await readBody(request, MAX_UPLOAD_BYTES);
  const work = () => importFile(app, viewer, { bytes, ...query });
  const key = query.mode === 'keep' ? request.headers.get('idempotency-key') : null;
  return Response.json(answerOnce(app, viewer, { key, content: bytes, work }));
};
