import { requestFilterNames } from '#lib/components/audits/audit-columns.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportRequests } from '#lib/server/exports/export-audit-requests.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const { filters, page: _page, ...query } = readListQuery(url, requestFilterNames);
  const csv = await exportRequests(locals.app, viewerOf(locals), { ...filters, ...query });
  return download(csv, 'audit-requests.csv', CSV_TYPE);
};
