import { findingFilters } from '#lib/components/findings-columns.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportFindings } from '#lib/server/exports/export-findings.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const names = findingFilters.map(({ name }) => name);
  const { filters, page: _page, ...query } = readListQuery(url, names);
  const csv = await exportFindings(locals.app, viewerOf(locals), { ...filters, ...query });
  return download(csv, 'findings.csv', CSV_TYPE);
};
