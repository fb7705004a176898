import { readView } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportUnits } from '#lib/server/exports/export-units.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const csv = await exportUnits(locals.app, viewerOf(locals), readView(url));
  return download(csv, 'units.csv', CSV_TYPE);
};
