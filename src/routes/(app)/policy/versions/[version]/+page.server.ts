import { redirect } from '@sveltejs/kit';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { readMarkdown } from '#lib/format/markdown.ts';
import { may } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { acknowledgePolicy } from '#lib/server/policy/acknowledge-policy.ts';
import { getPolicyVersion } from '#lib/server/policy/get-policy-version.ts';
import { giveFeedback, holdReview, listReviewers } from '#lib/server/policy/policy-review.ts';
import { formFailure } from '../../../../form-failure.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import { reviewSchema } from '../../schema.ts';
import type { ReviewForm } from '../../schema.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const versionOf = (text: string): number => (/^\d{1,6}$/.test(text) ? Number(text) : 0);

export const load: PageServerLoad = async ({ locals, params }) => {
  const viewer = viewerOf(locals);
  const about = { version: versionOf(params.version) };
  const { text, ...document } = await orErrorPage(() => getPolicyVersion(locals.app, viewer, about));
  const form: ReviewForm = await superValidate(zod4(reviewSchema), { errors: false });
  return {
    ...document,
    blocks: readMarkdown(text),
    form,
    people: listReviewers(locals.app, viewer),
    mayAcknowledge: may(viewer, 'policy.acknowledge'),
    mayReview: may(viewer, 'policy.hold-review'),
    mayGiveFeedback: may(viewer, 'policy.give-feedback'),
    now: locals.app.clock(),
  };
};

export const actions: Actions = {
  acknowledge: async ({ locals, params }) => {
    const about = { version: versionOf(params.version) };
    await orErrorPage(() => acknowledgePolicy(locals.app, viewerOf(locals), about));
    redirect(303, `/policy/versions/${params.version}`);
  },
  review: (event) => say(event, holdReview),
  feedback: (event) => say(event, giveFeedback),
};

async function say({ locals, params, request }: RequestEvent, act: typeof giveFeedback | typeof holdReview) {
  const form: ReviewForm = await superValidate(request, zod4(reviewSchema));
  try {
    act(locals.app, viewerOf(locals), { version: versionOf(params.version), ...form.data });
  } catch (error) {
    return formFailure(form, error, ['lessons', 'participants', 'outcome', 'text']);
  }
  redirect(303, `/policy/versions/${params.version}`);
}
