import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { stageFile } from '#lib/server/imports/staged-files.ts';
import type { RequestHandler } from './$types';

/** Takes one file (`?name=…`) that is to be checked, as it comes; a browser with a script sends it so. */
export const POST: RequestHandler = async ({ locals, request, url }) => {
  const name = url.searchParams.get('name') ?? '';
  const { id } = await stageFile(locals.app, viewerOf(locals), { name, body: request });
  return Response.json({ id });
};
