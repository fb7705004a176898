import { assetFilters } from '#lib/components/asset-columns.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
  const {
    filters,
    sort = '-overdue',
    page,
    asOf,
    knownAt,
  } = readListQuery(
    url,
    assetFilters.map(({ name }) => name),
  );
  const query = { ...filters, sort, page, pageSize: PAGE_SIZE, asOf, knownAt };
  return {
    assets: await orErrorPage(() => listAssets(locals.app, viewerOf(locals), query)),
    filters,
    sort,
    page,
    pageSize: PAGE_SIZE,
  };
};
