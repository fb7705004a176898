import { sampleFilterNames } from '#lib/components/audits/audit-columns.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { mayAudit } from '#lib/server/audits/list-audits.ts';
import { listSamples } from '#lib/server/audits/list-samples.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { filters, ...rest } = readListQuery(url, sampleFilterNames);
  const viewer = viewerOf(locals);
  const query = { ...rest, ...filters, pageSize: PAGE_SIZE };
  const samples = await orErrorPage(() => listSamples(locals.app, viewer, query));
  return { samples, filters, audits: mayAudit(viewer), page: rest.page, pageSize: PAGE_SIZE };
};
