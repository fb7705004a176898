import { readListQuery } from '#lib/components/list-query.ts';
import { delegationFilters } from '#lib/components/people/people-columns.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportDelegations } from '#lib/server/exports/export-people.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, url }) => {
  const { filters, sort } = readListQuery(
    url,
    delegationFilters.map(({ name }) => name),
  );
  return download(
    exportDelegations(locals.app, viewerOf(locals), { ...filters, sort }),
    'delegations.csv',
    CSV_TYPE,
  );
};
