import { exceptionFilters } from '#lib/components/exceptions/exception-columns.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportExceptions } from '#lib/server/exports/export-exceptions.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const names = exceptionFilters.map(({ name }) => name);
  const { filters, page: _page, ...query } = readListQuery(url, names);
  const csv = await exportExceptions(locals.app, viewerOf(locals), { ...filters, ...query });
  return download(csv, 'exceptions.csv', CSV_TYPE);
};
