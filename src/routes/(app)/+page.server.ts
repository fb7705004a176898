import { readView } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listFixes } from '#lib/server/findings/list-fixes.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { getFirstScan } from '#lib/server/scans/get-first-scan.ts';
import { orErrorPage } from '../page-failure.ts';
import type { PageServerLoad } from './$types';

const SHOWN = 8;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { app } = locals;
  const viewer = viewerOf(locals);
  const view = { ...readView(url), pageSize: SHOWN, page: 1 };
  const [fixes, indeterminate, unscanned] = await orErrorPage(() =>
    Promise.all([
      listFixes(app, viewer, view),
      listAssets(app, viewer, { ...view, verdict: 'indeterminate' }),
      listAssets(app, viewer, { ...view, verdict: 'not-scanned' }),
    ]),
  );
  return { fixes, indeterminate, unscanned, firstScan: getFirstScan(app, viewer) };
};
