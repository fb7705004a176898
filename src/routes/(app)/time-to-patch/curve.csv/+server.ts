import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportSurvivalCurves } from '#lib/server/exports/export-time-to-patch.ts';
import { readTimeToPatchQuery } from '../time-to-patch-query.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const csv = await exportSurvivalCurves(locals.app, viewerOf(locals), readTimeToPatchQuery(url));
  return download(csv, 'time-to-patch-curve.csv', CSV_TYPE);
};
