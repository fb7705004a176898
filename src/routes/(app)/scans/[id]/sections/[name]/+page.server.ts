import { readListQuery } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getSection } from '#lib/server/scans/get-section.ts';
import { orErrorPage } from '../../../../../page-failure.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 1000;

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { page } = readListQuery(url, []);
  const input = { scanId: params.id, name: params.name, page, pageSize: PAGE_SIZE };
  return {
    section: await orErrorPage(() => getSection(locals.app, viewerOf(locals), input)),
    page,
    pageSize: PAGE_SIZE,
  };
};
