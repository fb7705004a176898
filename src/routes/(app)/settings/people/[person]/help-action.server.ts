import { redirect } from '@sveltejs/kit';
import {
  closeAccount,
  issueResetLink,
  resetFactors,
  unlockAccount,
} from '#lib/server/auth/people/help-person.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { orErrorPage } from '../../../../page-failure.ts';
import type { Action } from './$types';
import { helps, type Help } from './schema.ts';

const help: Record<Help, (locals: App.Locals, personId: string) => string | void> = {
  factors: ({ app, viewer }, id) => resetFactors(app, viewerOf({ viewer }), id),
  link: ({ app, viewer }, id) => issueResetLink(app, viewerOf({ viewer }), id),
  unlock: ({ app, viewer }, id) => unlockAccount(app, viewerOf({ viewer }), id),
  close: ({ app, viewer }, id) => closeAccount(app, viewerOf({ viewer }), id, 'closed'),
  open: ({ app, viewer }, id) => closeAccount(app, viewerOf({ viewer }), id, 'open'),
};

/** Helps somebody in again, closes the account or opens it. */
export const helpAction: Action = async ({ locals, params, request }) => {
  const asked = (await request.formData()).get('kind');
  const kind = helps.find((one) => one === asked);
  if (!kind) redirect(303, `/settings/people/${params.person}`);
  const link = await orErrorPage(() => help[kind](locals, params.person));
  if (link) return { link };
  redirect(303, `/settings/people/${params.person}?done=${kind}`);
};
