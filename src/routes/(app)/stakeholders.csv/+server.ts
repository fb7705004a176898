import { readListQuery } from '#lib/components/list-query.ts';
import { systemFilters } from '#lib/components/stakeholders/stakeholder-columns.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { CSV_TYPE, download } from '#lib/server/exports/download.ts';
import { exportStakeholders } from '#lib/server/exports/export-stakeholders.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const names = systemFilters.map(({ name }) => name);
  const { filters, asOf, knownAt, unit } = readListQuery(url, names);
  const csv = await exportStakeholders(locals.app, viewerOf(locals), { ...filters, asOf, knownAt, unit });
  return download(csv, 'stakeholders.csv', CSV_TYPE);
};
