import { exceptionFilters } from '#lib/components/exceptions/exception-columns.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { may } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { countWaiting } from '#lib/server/exceptions/count-waiting.ts';
import { listExceptions } from '#lib/server/exceptions/list-exceptions.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 50;
const names = exceptionFilters.map(({ name }) => name);

export const load: PageServerLoad = async ({ locals, url }) => {
  const { filters, ...rest } = readListQuery(url, names);
  const viewer = viewerOf(locals);
  const query = { ...rest, ...filters, pageSize: PAGE_SIZE };
  const exceptions = await orErrorPage(() => listExceptions(locals.app, viewer, query));
  const mine = await countWaiting(locals.app, viewer, rest);
  const mayRequest = may(viewer, 'exception.request');
  return { exceptions, mine, filters, mayRequest, page: rest.page, pageSize: PAGE_SIZE };
};
