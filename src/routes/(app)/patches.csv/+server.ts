import { chosenOf } from '#lib/components/chosen.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { patchFilters, queueFilters } from '#lib/components/patch-columns.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportPatches } from '#lib/server/exports/export-patches.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const names = patchFilters.map(({ name }) => name);
  const { filters, page: _page, ...query } = readListQuery(url, names);
  const csv = await exportPatches(locals.app, viewerOf(locals), {
    ...queueFilters(filters),
    ...query,
    chosen: chosenOf(url),
  });
  return download(csv, 'patches.csv', CSV_TYPE);
};
