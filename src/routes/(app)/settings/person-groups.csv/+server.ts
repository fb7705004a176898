import { readListQuery } from '#lib/components/list-query.ts';
import { groupFilters } from '#lib/components/people/people-columns.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportPersonGroups } from '#lib/server/exports/export-people.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, url }) => {
  const { filters, sort } = readListQuery(
    url,
    groupFilters.map(({ name }) => name),
  );
  return download(
    exportPersonGroups(locals.app, viewerOf(locals), { ...filters, sort }),
    'person-groups.csv',
    CSV_TYPE,
  );
};
