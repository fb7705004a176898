import { fail, redirect } from '@sveltejs/kit';
import { isAppError, publicFailure } from '#core/errors.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getStakeholders } from '#lib/server/stakeholders/get-stakeholders.ts';
import { listNameable } from '#lib/server/stakeholders/list-nameable.ts';
import { nameStakeholders } from '#lib/server/stakeholders/name-stakeholders.ts';
import { orErrorPage } from '../../../../../page-failure.ts';
import { readContent } from '../../../read-content.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const viewer = viewerOf(locals);
  return orErrorPage(async () => {
    const people = listNameable(locals.app, viewer);
    const document = await getStakeholders(locals.app, viewer, { id: `${params.kind}/${params.id}` });
    return { people, document };
  });
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const data = await request.formData();
    const content = readContent(data);
    const basedOn = Number(data.get('basedOn'));
    const named = { id: `${params.kind}/${params.id}`, basedOn, content };
    try {
      await nameStakeholders(locals.app, viewerOf(locals), named);
    } catch (error) {
      if (!isAppError(error)) throw error;
      return fail(error.status, { content, failure: publicFailure(error) });
    }
    redirect(303, `/stakeholders/${params.kind}/${encodeURIComponent(params.id)}?done=named`);
  },
};
