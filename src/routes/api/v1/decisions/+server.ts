import { AppError } from '#core/errors.ts';
import { authorise } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { MAX_DECISIONS_BYTES } from '#lib/server/http/judge-body.ts';
import { queryOf } from '#lib/server/http/query-of.ts';
import { readBody } from '#lib/server/http/read-body.ts';
import { importDecisions } from '#lib/server/inventory/import-decisions.ts';
import type { RequestHandler } from './$types';

/** Takes a CSV file of decisions about assets (`?mode=keep` or `dry-run`) and answers with what it says and did. */
export const POST: RequestHandler = async ({ locals, request, url }) => {
  const viewer = viewerOf(locals);
  // Before a byte of it is read.
  authorise(viewer, 'asset.decide');
  const { mode = 'dry-run', ...rest } = queryOf(url);
  if ((mode !== 'keep' && mode !== 'dry-run') || Object.keys(rest).length > 0) {
    throw new AppError({
      code: 'QUERY_INVALID',
      message: 'A parameter of the import is not accepted.',
      remedy: 'Give mode as keep or dry-run, and nothing else.',
    });
  }
  const bytes = await readBody(request, MAX_DECISIONS_BYTES);
  return Response.json(await importDecisions(locals.app, viewer, { bytes, mode }));
};
