import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listControls } from '#lib/server/controls/list-controls.ts';
import { getException } from '#lib/server/exceptions/get-exception.ts';
import { previewScope } from '#lib/server/exceptions/preview-scope.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import { formData, saveForm } from '../../save-form.server.ts';
import { exceptionSchema } from '../../schema.ts';
import type { ExceptionForm } from '../../schema.ts';
import { scopeOf } from '../../scope-of.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const viewer = viewerOf(locals);
  return orErrorPage(async () => {
    const { content, exception } = await getException(locals.app, viewer, { id: params.id });
    const scope = scopeOf(url.searchParams) ?? content.scope;
    const preview = await previewScope(locals.app, viewer, scope);
    const start = { ...formData(content), id: params.id };
    const form: ExceptionForm = await superValidate(start, zod4(exceptionSchema), { errors: false });
    const { rows: controls } = await listControls(locals.app, viewer, {});
    return { form, scope, preview, controls, files: content.evidence, exception };
  });
};

export const actions: Actions = { default: saveForm };
