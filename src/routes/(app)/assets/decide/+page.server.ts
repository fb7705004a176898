import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { shownData } from '#lib/format/shown-data.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { decideAssets } from '#lib/server/inventory/decide-assets.ts';
import { previewDecisions } from '#lib/server/inventory/preview-decisions.ts';
import { undoDecisions } from '#lib/server/inventory/undo-decisions.ts';
import { formFailure } from '../../../form-failure.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { decidedRange, decideOptions } from './decide-options.server.ts';
import { decideFields, decideSchema, decisionsOf } from './schema.ts';
import type { DecideForm } from './schema.ts';

export const load: PageServerLoad = ({ locals, url }) =>
  orErrorPage(() => decideOptions(locals.app, viewerOf(locals), url));

export const actions: Actions = {
  choose: async ({ request }) => {
    const assets = (await request.formData()).getAll('asset').join(' ');
    const form: DecideForm = await superValidate({ assets }, zod4(decideSchema), { errors: false });
    return { form, preview: null };
  },
  preview: async ({ locals, request }) => {
    const form: DecideForm = await superValidate(request, zod4(decideSchema));
    if (!form.valid) return fail(400, { form, preview: null });
    try {
      const preview = await previewDecisions(locals.app, viewerOf(locals), decisionsOf(form.data));
      return { form, preview: shownData(preview) };
    } catch (error) {
      return formFailure(form, error, decideFields);
    }
  },
  confirm: async ({ locals, request }) => {
    const form: DecideForm = await superValidate(request, zod4(decideSchema));
    if (!form.valid) return fail(400, { form, preview: null });
    let done: string;
    try {
      const receipt = await decideAssets(locals.app, viewerOf(locals), decisionsOf(form.data));
      done = `${receipt.firstSeq}-${receipt.seq}`;
    } catch (error) {
      return formFailure(form, error, decideFields);
    }
    redirect(303, `/assets/decide?done=${done}`);
  },
  undo: async ({ locals, request }) => {
    const range = decidedRange((await request.formData()).get('done'));
    const undone = await orErrorPage(() => undoDecisions(locals.app, viewerOf(locals), range));
    redirect(303, `/assets/decide?undone=${undone.firstSeq}-${undone.seq}`);
  },
};
