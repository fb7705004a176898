import { textAsShown } from '#core/hidden-text.ts';
import { readName, readView } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportPatch } from '#lib/server/exports/export-patch.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
  const csv = await exportPatch(locals.app, viewerOf(locals), {
    id: textAsShown(params.fix),
    product: readName(url, 'product'),
    ...readView(url),
  });
  return download(csv, 'patch.csv', CSV_TYPE);
};
