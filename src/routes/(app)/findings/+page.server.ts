import { findingFilters } from '#lib/components/findings-columns.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
  const names = findingFilters.map(({ name }) => name);
  const { filters, sort = 'due', page, ...view } = readListQuery(url, names);
  const query = { ...filters, sort, page, pageSize: PAGE_SIZE, ...view };
  const findings = await orErrorPage(() => listFindings(locals.app, viewerOf(locals), query));
  return { findings, filters, sort, page, pageSize: PAGE_SIZE };
};
