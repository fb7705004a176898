import { readListQuery } from '#lib/components/list-query.ts';
import { patchFilters, queueFilters } from '#lib/components/patch-columns.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getPatch } from '#lib/server/findings/get-patch.ts';
import { listPatches } from '#lib/server/findings/list-patches.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 50;
/** Findings shown under a row that is open in place. */
const PREVIEWED = 4;

export const load: PageServerLoad = async ({ locals, url }) => {
  const names = patchFilters.map(({ name }) => name);
  const { filters, sort, page, ...view } = readListQuery(url, names);
  const viewer = viewerOf(locals);
  const query = { ...queueFilters(filters), sort, page, pageSize: PAGE_SIZE, ...view };
  const patches = await orErrorPage(() => listPatches(locals.app, viewer, query));
  const open = url.searchParams.get('open');
  const opened = patches.rows.some(({ fix }) => fix === open)
    ? await getPatch(locals.app, viewer, { id: open ?? '', ...view, pageSize: PREVIEWED })
    : null;
  return { patches, opened, filters, sort: sort ?? 'rank', page, pageSize: PAGE_SIZE };
};
