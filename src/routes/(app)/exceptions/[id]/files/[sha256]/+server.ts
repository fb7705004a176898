import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getEvidence } from '#lib/server/exceptions/get-evidence.ts';
import { download } from '#lib/server/exports/download.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const { file, bytes } = await getEvidence(locals.app, viewerOf(locals), params);
  return download(bytes, file.name, file.type);
};
