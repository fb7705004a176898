import { fail, redirect } from '@sveltejs/kit';
import { isAppError, publicFailure } from '#core/errors.ts';
import { authorise } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { documentOf, readDraft } from '#lib/server/imports/mapping-draft.ts';
import { openDraft, previewOf } from '#lib/server/imports/preview-draft.ts';
import { saveMapping } from '#lib/server/imports/save-mapping.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';

function inputOf({ searchParams }: URL) {
  return { file: searchParams.get('file') || null, mapping: searchParams.get('name') || null };
}

export const load: PageServerLoad = ({ locals, url }) =>
  orErrorPage(async () => openDraft(locals.app, viewerOf(locals), inputOf(url)));

export const actions: Actions = {
  preview: async ({ locals, request, url }) => {
    const viewer = viewerOf(locals);
    const { file } = inputOf(url);
    await orErrorPage(async () => authorise(viewer, 'mapping.manage'));
    const draft = readDraft(await request.formData());
    const preview = await orErrorPage(async () =>
      file === null ? null : previewOf(locals.app, viewer, { draft, file }),
    );
    return { draft, preview, failure: null };
  },
  save: async ({ locals, request, url }) => {
    const viewer = viewerOf(locals);
    const input = inputOf(url);
    const draft = readDraft(await request.formData());
    try {
      const { header } = openDraft(locals.app, viewer, input);
      const { name, basedOn } = draft;
      saveMapping(locals.app, viewer, { name, basedOn, document: documentOf(draft, header) });
    } catch (error) {
      if (!isAppError(error)) throw error;
      return fail(error.status, { draft, preview: null, failure: publicFailure(error) });
    }
    const format = encodeURIComponent(`mapping:${draft.name}`);
    if (input.file) redirect(303, `/imports/check?file=${encodeURIComponent(input.file)}&format=${format}`);
    redirect(303, `/imports/mappings?saved=${encodeURIComponent(draft.name)}`);
  },
};
