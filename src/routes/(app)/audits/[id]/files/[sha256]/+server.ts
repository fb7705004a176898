import { getRequestFile } from '#lib/server/audits/get-request-file.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { download } from '#lib/server/exports/download.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const { file, bytes } = await getRequestFile(locals.app, viewerOf(locals), params);
  return download(bytes, file.name, file.type);
};
