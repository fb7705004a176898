import { assetFilterNames } from '#lib/components/asset-columns.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { may } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { listGroups } from '#lib/server/inventory/list-groups.ts';
import { listUnitNames } from '#lib/server/inventory/list-unit-names.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { app } = locals;
  const viewer = viewerOf(locals);
  const { filters, sort, page, ...view } = readListQuery(url, assetFilterNames);
  const query = { ...filters, sort, page, pageSize: PAGE_SIZE, ...view };
  const [assets, groups, units] = await orErrorPage(() =>
    Promise.all([
      listAssets(app, viewer, query),
      listGroups(app, viewer, view),
      listUnitNames(app, viewer, view),
    ]),
  );
  const choices = {
    unit: [
      ...units.map(({ unit, name }) => ({ value: unit, label: name })),
      { value: 'default', label: 'Unassigned' },
    ],
    group: groups.rows.map(({ group, name }) => ({ value: group ?? 'none', label: name })),
  };
  const mayDecide = may(viewer, 'asset.decide');
  return { assets, choices, filters, sort: sort ?? '-overdue', page, pageSize: PAGE_SIZE, mayDecide };
};
