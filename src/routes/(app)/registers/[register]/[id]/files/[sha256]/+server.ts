import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { download } from '#lib/server/exports/download.ts';
import { getEntryFile } from '#lib/server/registers/get-entry-file.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const { file, bytes } = await getEntryFile(locals.app, viewerOf(locals), params);
  return download(bytes, file.name, file.type);
};
