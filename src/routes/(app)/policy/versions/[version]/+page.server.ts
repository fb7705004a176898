import { redirect } from '@sveltejs/kit';
import { may } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { acknowledgePolicy } from '#lib/server/policy/acknowledge-policy.ts';
import { getPolicyVersion } from '#lib/server/policy/get-policy-version.ts';
import { readMarkdown } from '#lib/format/markdown.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';

const versionOf = (text: string): number => (/^\d{1,6}$/.test(text) ? Number(text) : 0);

export const load: PageServerLoad = async ({ locals, params }) => {
  const viewer = viewerOf(locals);
  const about = { version: versionOf(params.version) };
  const { text, ...document } = await orErrorPage(() => getPolicyVersion(locals.app, viewer, about));
  const mayAcknowledge = may(viewer, 'policy.acknowledge');
  return { ...document, blocks: readMarkdown(text), mayAcknowledge, now: locals.app.clock() };
};

export const actions: Actions = {
  acknowledge: async ({ locals, params }) => {
    const about = { version: versionOf(params.version) };
    await orErrorPage(() => acknowledgePolicy(locals.app, viewerOf(locals), about));
    redirect(303, `/policy/versions/${params.version}`);
  },
};
