import { readListQuery } from '#lib/components/list-query.ts';
import { systemFilters } from '#lib/components/stakeholders/stakeholder-columns.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listStakeholders } from '#lib/server/stakeholders/list-stakeholders.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { PageServerLoad } from './$types';

const names = systemFilters.map(({ name }) => name);

export const load: PageServerLoad = async ({ locals, url }) => {
  const { filters, asOf, knownAt, unit } = readListQuery(url, names);
  const query = { ...filters, asOf, knownAt, unit };
  return { systems: await orErrorPage(() => listStakeholders(locals.app, viewerOf(locals), query)), filters };
};
