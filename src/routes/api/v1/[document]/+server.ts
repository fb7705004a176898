import { error } from '@sveltejs/kit';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { queryOf } from '#lib/server/http/query-of.ts';
import { isDocumentName } from '#lib/server/read-documents/document-input.ts';
import { isCsvName, readCsv, readDocument } from '#lib/server/read-documents/index.ts';
import type { RequestHandler } from './$types';

/** The read documents: the same that the command line prints with --json, and lists as CSV for `Accept: text/csv`. */
export const GET: RequestHandler = async ({ locals, params, request, url }) => {
  const { app } = locals;
  const viewer = viewerOf(locals);
  const name = params.document;
  if (!isDocumentName(name)) error(404, 'Not found');
  const query = queryOf(url);
  if (request.headers.get('accept') === 'text/csv' && isCsvName(name)) {
    return download(await readCsv(app, viewer, { name, query }), `${name}.csv`, CSV_TYPE);
  }
  return Response.json(await readDocument(app, viewer, { name, query }));
};
