import { opinionFilters } from '#lib/components/adjudications/opinion-columns.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listSecondOpinions } from '#lib/server/reports/list-second-opinions.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 50;
const names = opinionFilters.map(({ name }) => name);

export const load: PageServerLoad = async ({ locals, url }) => {
  const { filters, sort: _sort, ...rest } = readListQuery(url, names);
  const query = { ...rest, ...filters, pageSize: PAGE_SIZE };
  const opinions = await orErrorPage(() => listSecondOpinions(locals.app, viewerOf(locals), query));
  return { opinions, filters, page: rest.page, pageSize: PAGE_SIZE };
};
