import { redirect } from '@sveltejs/kit';
import { readView } from '#lib/components/list-query.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getStakeholders } from '#lib/server/stakeholders/get-stakeholders.ts';
import { acknowledgePart } from '#lib/server/stakeholders/name-stakeholders.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';

const systemOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string => `${kind}/${id}`;

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const query = { ...readView(url), id: systemOf(params) };
  return { document: await orErrorPage(() => getStakeholders(locals.app, viewerOf(locals), query)) };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const part = (await request.formData()).get('part');
    const said = { id: systemOf(params), part: typeof part === 'string' ? part : '' };
    await orErrorPage(() => acknowledgePart(locals.app, viewerOf(locals), said));
    redirect(303, `/stakeholders/${params.kind}/${encodeURIComponent(params.id)}?done=acknowledged`);
  },
};
