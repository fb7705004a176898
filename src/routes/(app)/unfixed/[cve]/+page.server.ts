import { readView } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getUnfixed } from '#lib/server/findings/get-unfixed.ts';
import { listUnitNames } from '#lib/server/inventory/list-unit-names.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const view = readView(url);
  const viewer = viewerOf(locals);
  const [flaw, units] = await orErrorPage(() =>
    Promise.all([
      getUnfixed(locals.app, viewer, { id: params.cve, ...view }),
      listUnitNames(locals.app, viewer, view),
    ]),
  );
  return { flaw, units };
};
