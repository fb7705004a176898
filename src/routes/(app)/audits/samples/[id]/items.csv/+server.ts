import { readView } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportSampleItems } from '#lib/server/exports/export-audit-samples.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
  const query = { ...readView(url), id: params.id };
  const csv = await exportSampleItems(locals.app, viewerOf(locals), query);
  return download(csv, `sample-${params.id}.csv`, CSV_TYPE);
};
