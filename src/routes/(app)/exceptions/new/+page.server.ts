import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listControls } from '#lib/server/controls/list-controls.ts';
import { emptyDraft } from '#lib/server/exceptions/draft-exception.ts';
import { getException } from '#lib/server/exceptions/get-exception.ts';
import { previewScope } from '#lib/server/exceptions/preview-scope.ts';
import { orErrorPage } from '../../../page-failure.ts';
import { formData, saveForm } from '../save-form.server.ts';
import { exceptionSchema } from '../schema.ts';
import type { ExceptionForm } from '../schema.ts';
import { noScope, scopeOf } from '../scope-of.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const viewer = viewerOf(locals);
  const renews = url.searchParams.get('renews');
  return orErrorPage(async () => {
    const former = renews === null ? null : await getException(locals.app, viewer, { id: renews });
    const scope = scopeOf(url.searchParams) ?? former?.content.scope ?? noScope;
    const preview = await previewScope(locals.app, viewer, scope);
    // A renewal says the same again; what proved it then proves nothing now.
    const start = { ...emptyDraft(), ...former?.content, until: null, evidence: [], renews };
    const form: ExceptionForm = await superValidate(formData(start), zod4(exceptionSchema), {
      errors: false,
    });
    const { rows: controls } = await listControls(locals.app, viewer, {});
    return { form, scope, preview, controls, files: [], former: former?.exception ?? null };
  });
};

export const actions: Actions = { default: saveForm };
