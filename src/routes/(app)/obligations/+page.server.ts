import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listJudged } from '#lib/server/findings/list-judged.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { PageServerLoad } from './$types';
import { obligationFilterNames } from './obligation-columns.ts';

const PAGE_SIZE = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { filters, sort = 'due', ...rest } = readListQuery(url, obligationFilterNames);
  const query = { ...rest, ...filters, sort, pageSize: PAGE_SIZE };
  const obligations = await orErrorPage(() => listJudged(locals.app, viewerOf(locals), query));
  return { obligations, filters, sort, page: rest.page, pageSize: PAGE_SIZE };
};
