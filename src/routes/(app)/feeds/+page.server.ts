import { fail } from '@sveltejs/kit';
import { isAppError, publicFailure } from '#core/errors.ts';
import { readView } from '#lib/components/list-query.ts';
import { authorise, may } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { listFeeds } from '#lib/server/feeds/list-feeds.ts';
import { receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { orErrorPage } from '../../page-failure.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const viewer = viewerOf(locals);
  const feeds = await orErrorPage(() =>
    listFeeds(locals.app, viewer, { ...readView(url), state: url.searchParams.get('state') ?? undefined }),
  );
  return { feeds, mayImport: may(viewer, 'import.run') };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const viewer = viewerOf(locals);
    // Before a byte of it is read.
    await orErrorPage(async () => authorise(viewer, 'import.run'));
    const file = (await request.formData()).get('file');
    const content = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
    const fileName = file instanceof File && file.name !== '' ? file.name.slice(0, 255) : 'upload';
    const input = { content, fileName, feed: null, mode: 'keep', origin: null } as const;
    try {
      const receipt = await receiveFeed(locals.app, viewer, input);
      await locals.app.warehouse.catchUp();
      return { receipt, failure: null };
    } catch (error) {
      if (!isAppError(error)) throw error;
      return fail(error.status, { receipt: null, failure: publicFailure(error) });
    }
  },
};
