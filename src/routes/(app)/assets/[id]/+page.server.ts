import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getAsset } from '#lib/server/inventory/get-asset.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 100;

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { filters, sort, page, asOf, knownAt } = readListQuery(url, ['q', 'only']);
  const packages = { ...filters, sort, page, pageSize: PAGE_SIZE };
  const query = { id: params.id, asOf, knownAt, packages };
  const document = await orErrorPage(() => getAsset(locals.app, viewerOf(locals), query));
  return { document, filters, sort: sort ?? 'name', page, pageSize: PAGE_SIZE };
};
