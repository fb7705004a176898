import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportPackages } from '#lib/server/exports/export-assets.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
  const { filters, sort, asOf, knownAt } = readListQuery(url, ['q', 'only']);
  const packages = { ...filters, sort };
  const csv = await exportPackages(locals.app, viewerOf(locals), { id: params.id, asOf, knownAt, packages });
  return download(csv, 'packages.csv', CSV_TYPE);
};
