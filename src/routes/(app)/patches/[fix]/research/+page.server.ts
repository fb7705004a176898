import { fail, redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { textAsShown } from '#core/hidden-text.ts';
import { linesOf } from '#lib/components/lines-of.ts';
import { readName } from '#lib/components/list-query.ts';
import { patchPath } from '#lib/components/patch-words.ts';
import { authorise } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { getPatch } from '#lib/server/findings/get-patch.ts';
import { ratePatch, researchPatch } from '#lib/server/ranking/research-patch.ts';
import { formFailure } from '../../../../form-failure.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';
import { ratingSchema, researchSchema } from './schema.ts';
import type { RatingForm, ResearchForm } from './schema.ts';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const viewer = viewerOf(locals);
  const product = readName(url, 'product');
  const { patch } = await orErrorPage(() => {
    authorise(viewer, 'patch.research');
    return getPatch(locals.app, viewer, { id: textAsShown(params.fix), product, pageSize: 1 });
  });
  const { issue = '', effects = [], sources = [] } = patch.research ?? {};
  const last = { issue, effects: effects.join('\n'), sources: sources.join('\n') };
  const research: ResearchForm = await superValidate(last, zod4(researchSchema), {
    id: 'research',
    errors: false,
  });
  const rating: RatingForm = await superValidate(zod4(ratingSchema), { id: 'rating', errors: false });
  return { patch, research, rating };
};

export const actions: Actions = {
  research: async ({ locals, params, request, url }) => {
    const research: ResearchForm = await superValidate(request, zod4(researchSchema), { id: 'research' });
    if (!research.valid) return fail(400, { form: research });
    const { issue, effects, sources } = research.data;
    const about = { fix: textAsShown(params.fix), product: readName(url, 'product') ?? '' };
    try {
      const said = { issue, effects: linesOf(effects), sources: linesOf(sources) };
      await researchPatch(locals.app, viewerOf(locals), { ...about, ...said });
    } catch (error) {
      return formFailure(research, error, ['issue', 'effects', 'sources']);
    }
    redirect(303, `${patchPath(params.fix)}/research?product=${encodeURIComponent(about.product)}`);
  },
  rate: async ({ locals, params, request, url }) => {
    const rating: RatingForm = await superValidate(request, zod4(ratingSchema), { id: 'rating' });
    if (!rating.valid) return fail(400, { form: rating });
    const about = { fix: textAsShown(params.fix), product: readName(url, 'product') ?? '' };
    try {
      await ratePatch(locals.app, viewerOf(locals), { ...about, ...rating.data });
    } catch (error) {
      return formFailure(rating, error, ['rating', 'basis', 'reference', 'reason']);
    }
    redirect(303, patchPath(params.fix, about.product));
  },
};
