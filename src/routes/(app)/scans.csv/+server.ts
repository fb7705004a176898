import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportScans } from '#lib/server/exports/export-scans.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const { filters, asOf, knownAt } = readListQuery(url, ['outcome', 'asset']);
  const csv = await exportScans(locals.app, viewerOf(locals), { ...filters, asOf, knownAt });
  return download(csv, 'scans.csv', CSV_TYPE);
};
