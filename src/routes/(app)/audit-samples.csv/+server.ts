import { sampleFilterNames } from '#lib/components/audits/audit-columns.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportSamples } from '#lib/server/exports/export-audit-samples.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const { filters, page: _page, ...query } = readListQuery(url, sampleFilterNames);
  const csv = await exportSamples(locals.app, viewerOf(locals), { ...filters, ...query });
  return download(csv, 'audit-samples.csv', CSV_TYPE);
};
