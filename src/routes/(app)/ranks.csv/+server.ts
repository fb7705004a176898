import { readListQuery } from '#lib/components/list-query.ts';
import { rankChangeFilters } from '#lib/components/ranking/rank-change-columns.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportRankChanges } from '#lib/server/exports/export-rank-changes.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const names = rankChangeFilters.map(({ name }) => name);
  const { filters, page: _page, ...query } = readListQuery(url, names);
  const csv = await exportRankChanges(locals.app, viewerOf(locals), { ...filters, ...query });
  return download(csv, 'rank-changes.csv', CSV_TYPE);
};
