import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { readListQuery } from '#lib/components/list-query.ts';
import { may } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getAsset } from '#lib/server/inventory/get-asset.ts';
import { listGroups } from '#lib/server/inventory/list-groups.ts';
import { listUnitNames } from '#lib/server/inventory/list-unit-names.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { PageServerLoad } from './$types';
import { decideSchema } from '../decide/schema.ts';
import type { DecideForm } from '../decide/schema.ts';

const PAGE_SIZE = 100;

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app } = locals;
  const viewer = viewerOf(locals);
  const { filters, sort, page, asOf, knownAt } = readListQuery(url, ['q', 'only']);
  const packages = { ...filters, sort, page, pageSize: PAGE_SIZE };
  const view = { asOf, knownAt };
  const document = await orErrorPage(() => getAsset(app, viewer, { id: params.id, ...view, packages }));
  const [groups, units] = await Promise.all([
    listGroups(app, viewer, view),
    listUnitNames(app, viewer, view),
  ]);
  const group = groups.rows.find((row) => row.group !== null && row.group === document.asset.group) ?? null;
  const given = { assets: document.asset.id };
  const decide: DecideForm = await superValidate(given, zod4(decideSchema), { errors: false });
  const mayDecide = may(viewer, 'asset.decide', [document.asset.unit]);
  return {
    document,
    group,
    units,
    decide,
    mayDecide,
    filters,
    sort: sort ?? 'name',
    page,
    pageSize: PAGE_SIZE,
  };
};
