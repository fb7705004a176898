import { fail, redirect } from '@sveltejs/kit';
import { isAppError, publicFailure } from '#core/errors.ts';
import { authorise } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { importDecisions } from '#lib/server/inventory/import-decisions.ts';
import { listUnitNames } from '#lib/server/inventory/list-unit-names.ts';
import { textOfBytes } from '#scanners/text-bytes.ts';
import { orErrorPage } from '../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
  orErrorPage(async () => {
    const viewer = viewerOf(locals);
    authorise(viewer, 'asset.decide');
    return { units: await listUnitNames(locals.app, viewer, {}) };
  });

export const actions: Actions = {
  check: async ({ locals, request }) => {
    const file = (await request.formData()).get('file');
    const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
    const name = file instanceof File ? file.name : '';
    try {
      const checked = await importDecisions(locals.app, viewerOf(locals), { bytes, mode: 'dry-run' });
      return { checked, name, text: textOfBytes(bytes), failure: null };
    } catch (error) {
      if (!isAppError(error)) throw error;
      return fail(error.status, { checked: null, name, text: '', failure: publicFailure(error) });
    }
  },
  confirm: async ({ locals, request }) => {
    const data = await request.formData();
    const [text, name] = [String(data.get('text') ?? ''), String(data.get('name') ?? '')];
    const bytes = new TextEncoder().encode(text);
    const kept = await orErrorPage(() =>
      importDecisions(locals.app, viewerOf(locals), { bytes, mode: 'keep' }),
    );
    // Something has changed since the check: what is wrong now is shown, and nothing was recorded.
    if (!kept.receipt) return fail(409, { checked: kept, name, text, failure: null });
    redirect(303, `/assets/decide?done=${kept.receipt.firstSeq}-${kept.receipt.seq}`);
  },
};
