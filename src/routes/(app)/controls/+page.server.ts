import { controlFilters } from '#lib/components/exceptions/exception-columns.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { may } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listControls } from '#lib/server/controls/list-controls.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 50;
const names = controlFilters.map(({ name }) => name);

export const load: PageServerLoad = async ({ locals, url }) => {
  const { filters, ...rest } = readListQuery(url, names);
  const viewer = viewerOf(locals);
  const query = { ...rest, ...filters, pageSize: PAGE_SIZE };
  const controls = await orErrorPage(() => listControls(locals.app, viewer, query));
  const mayManage = may(viewer, 'control.manage');
  return { controls, filters, mayManage, page: rest.page, pageSize: PAGE_SIZE };
};
