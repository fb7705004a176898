import { textAsShown } from '#core/hidden-text.ts';
import { chosenOf } from '#lib/components/chosen.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { patchFilters, queueFilters } from '#lib/components/patch-columns.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getPatch } from '#lib/server/findings/get-patch.ts';
import { listPatches } from '#lib/server/findings/list-patches.ts';
import { totalSelection } from '#lib/server/findings/total-selection.ts';
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
  const chosen = chosenOf(url);
  const [patches, selection] = await orErrorPage(() =>
    Promise.all([
      listPatches(locals.app, viewer, query),
      totalSelection(locals.app, viewer, { ids: chosen, ...view }),
    ]),
  );
  const open = patches.rows.find(({ id }) => id === url.searchParams.get('open'));
  const opened = open
    ? await orErrorPage(() =>
        getPatch(locals.app, viewer, {
          id: textAsShown(open.fix),
          product: textAsShown(open.product),
          ...view,
          pageSize: PREVIEWED,
        }),
      )
    : null;
  return { patches, opened, selection, chosen, filters, sort: sort ?? 'place', page, pageSize: PAGE_SIZE };
};
