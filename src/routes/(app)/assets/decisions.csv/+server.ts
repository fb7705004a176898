import { assetFilterNames } from '#lib/components/asset-columns.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { exportDecisionsTemplate } from '#lib/server/exports/decisions-template.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const { filters, page: _page, ...query } = readListQuery(url, assetFilterNames);
  const csv = await exportDecisionsTemplate(locals.app, viewerOf(locals), { ...filters, ...query });
  return download(csv, 'asset-facts.csv', CSV_TYPE);
};
