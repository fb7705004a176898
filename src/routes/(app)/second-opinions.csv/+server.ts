import { opinionFilters } from '#lib/components/adjudications/opinion-columns.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportSecondOpinions } from '#lib/server/exports/export-second-opinions.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const names = opinionFilters.map(({ name }) => name);
  const { filters, page: _page, sort: _sort, ...query } = readListQuery(url, names);
  const csv = await exportSecondOpinions(locals.app, viewerOf(locals), { ...filters, ...query });
  return download(csv, 'second-opinions.csv', CSV_TYPE);
};
