import { commentFilterNames } from '#lib/components/audits/audit-columns.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportComments } from '#lib/server/exports/export-audit-comments.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const { filters, page: _page, ...query } = readListQuery(url, commentFilterNames);
  const csv = await exportComments(locals.app, viewerOf(locals), { ...filters, ...query });
  return download(csv, 'audit-comments.csv', CSV_TYPE);
};
