import { adjudicationFilters } from '#lib/components/adjudications/adjudication-columns.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportAdjudications } from '#lib/server/exports/export-adjudications.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const names = adjudicationFilters.map(({ name }) => name);
  const { filters, page: _page, ...query } = readListQuery(url, names);
  const csv = await exportAdjudications(locals.app, viewerOf(locals), { ...filters, ...query });
  return download(csv, 'adjudications.csv', CSV_TYPE);
};
