import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getAgeing } from '#lib/server/findings/get-ageing.ts';
import { getCompliance } from '#lib/server/findings/get-compliance.ts';
import { getFlow } from '#lib/server/findings/get-flow.ts';
import { getTimeToPatch } from '#lib/server/findings/get-time-to-patch.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { PageServerLoad } from './$types';
import { readTimeToPatchQuery } from './time-to-patch-query.ts';

/** Half a year of weeks shows a season, and still fits a phone. */
const WEEKS = '26';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { app } = locals;
  const viewer = viewerOf(locals);
  const query = readTimeToPatchQuery(url);
  const [timeToPatch, compliance, flow, ageing] = await orErrorPage(() =>
    Promise.all([
      getTimeToPatch(app, viewer, query),
      getCompliance(app, viewer, query),
      getFlow(app, viewer, { ...query, weeks: WEEKS }),
      getAgeing(app, viewer, query),
    ]),
  );
  return { timeToPatch, compliance, flow, ageing };
};
