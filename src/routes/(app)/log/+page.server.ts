import { readListQuery } from '#lib/components/list-query.ts';
import { logFilters } from '#lib/components/log-words.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { searchLog } from '#lib/server/evidence/search-log.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 100;
const names = logFilters.map(({ name }) => name);

export const load: PageServerLoad = async ({ locals, url }) => {
  const { filters, page } = readListQuery(url, names);
  const query = { ...filters, page, pageSize: PAGE_SIZE };
  const log = await orErrorPage(() => searchLog(locals.app, viewerOf(locals), query));
  return { log, filters, page, pageSize: PAGE_SIZE };
};
