import { readView } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listUnits } from '#lib/server/inventory/list-units.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { PageServerLoad } from './$types';

// Coverage itself comes from the layout, which shows it on every page.
export const load: PageServerLoad = async ({ locals, url }) => ({
  units: await orErrorPage(() => listUnits(locals.app, viewerOf(locals), readView(url))),
});
