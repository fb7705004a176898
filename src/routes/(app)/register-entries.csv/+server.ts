import { readListQuery } from '#lib/components/list-query.ts';
import { entryFilters } from '#lib/components/registers/register-columns.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportEntries } from '#lib/server/exports/export-entries.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const names = ['register', ...entryFilters.map(({ name }) => name)];
  const { filters, page: _page, ...query } = readListQuery(url, names);
  const csv = await exportEntries(locals.app, viewerOf(locals), { ...filters, ...query });
  return download(csv, 'register-entries.csv', CSV_TYPE);
};
