import { readListQuery } from '#lib/components/list-query.ts';
import { unfixedFilters } from '#lib/components/unfixed-columns.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listUnfixed } from '#lib/server/findings/list-unfixed.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
  const names = unfixedFilters.map(({ name }) => name);
  const { filters, sort, page, ...view } = readListQuery(url, names);
  const query = { ...filters, sort, page, pageSize: PAGE_SIZE, ...view };
  const unfixed = await orErrorPage(() => listUnfixed(locals.app, viewerOf(locals), query));
  return { unfixed, filters, sort: sort ?? '', page, pageSize: PAGE_SIZE };
};
