import { readListQuery } from '#lib/components/list-query.ts';
import { unfixedFilters } from '#lib/components/unfixed-columns.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportUnfixed } from '#lib/server/exports/export-unfixed.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const names = unfixedFilters.map(({ name }) => name);
  const { filters, page: _page, ...query } = readListQuery(url, names);
  const csv = await exportUnfixed(locals.app, viewerOf(locals), { ...filters, ...query });
  return download(csv, 'without-fix.csv', CSV_TYPE);
};
