import { readView } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { listPolicySpans } from '#lib/server/policy/list-policy-spans.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => ({
  document: await orErrorPage(() =>
    getFinding(locals.app, viewerOf(locals), { id: params.id, ...readView(url) }),
  ),
  policies: listPolicySpans(locals.app, viewerOf(locals)),
});
