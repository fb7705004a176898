import { redirect } from '@sveltejs/kit';
import { isAppError } from '#core/errors.ts';
import { shownText, textAsShown } from '#core/hidden-text.ts';
import { linkTo } from '#lib/components/links.ts';
import { readListQuery } from '#lib/components/list-query.ts';
import { patchPath } from '#lib/components/patch-words.ts';
import { may } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getPatch } from '#lib/server/findings/get-patch.ts';
import { listUnitNames } from '#lib/server/inventory/list-unit-names.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 100;

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { page, filters, sort: _sort, ...view } = readListQuery(url, ['product']);
  const viewer = viewerOf(locals);
  const query = { id: textAsShown(params.fix), ...filters, page, pageSize: PAGE_SIZE, ...view };
  const [document, units] = await orErrorPage(() =>
    Promise.all([
      getPatch(locals.app, viewer, query).catch((failure: unknown) => {
        // Several fixes have the name: the list of them is the choice.
        if (isAppError(failure) && failure.code === 'FIX_AMBIGUOUS')
          redirect(307, linkTo('/patches', url, { advisory: params.fix }));
        throw failure;
      }),
      listUnitNames(locals.app, viewer, view),
    ]),
  );
  const { fix, product } = document.patch;
  // An advisory is another name of the fix, whose page has one address.
  if (fix !== shownText(params.fix)) redirect(307, linkTo(patchPath(fix, product), url));
  return { document, units, page, pageSize: PAGE_SIZE, mayRecord: may(viewer, 'patch.research') };
};
