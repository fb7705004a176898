import { importFilters } from '#lib/components/imports/import-filters.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportImports } from '#lib/server/exports/export-imports.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const names = importFilters.map(({ name }) => name);
  const { filters, page: _page, ...query } = readListQuery(url, names);
  const csv = await exportImports(locals.app, viewerOf(locals), { ...filters, ...query });
  return download(csv, 'imports.csv', CSV_TYPE);
};
