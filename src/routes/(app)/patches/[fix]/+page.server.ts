import { readListQuery } from '#lib/components/list-query.ts';
import { may } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getPatch } from '#lib/server/findings/get-patch.ts';
import { listUnitNames } from '#lib/server/inventory/list-unit-names.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 100;

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { page, filters: _filters, sort: _sort, ...view } = readListQuery(url, []);
  const viewer = viewerOf(locals);
  const query = { id: params.fix, page, pageSize: PAGE_SIZE, ...view };
  const [document, units] = await orErrorPage(() =>
    Promise.all([getPatch(locals.app, viewer, query), listUnitNames(locals.app, viewer, view)]),
  );
  return { document, units, page, pageSize: PAGE_SIZE, mayRecord: may(viewer, 'patch.research') };
};
