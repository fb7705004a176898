import { authorise } from '#lib/server/auth/authorise.ts';
import { viewerOf } from '#lib/server/auth/viewer-of.ts';
import { readFeedQuery } from '#lib/server/feeds/feed-query.ts';
import { confirmFeed, receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { queryOf } from '#lib/server/http/query-of.ts';
import { withUpload } from '#lib/server/http/spooled-upload.ts';
import type { RequestHandler } from './$types';

/**
 * Takes one file of a feed (`?name=…&feed=…&mode=dry-run`) and answers with its receipt; with `mode=unchanged` and
 * no content records that the publisher has nothing newer.
 */
export const POST: RequestHandler = async ({ locals, request, url }) => {
  const { app } = locals;
  const viewer = viewerOf(locals);
  // Before a byte of it is read.
  authorise(viewer, 'import.run');
  const query = readFeedQuery(queryOf(url));
  if (query.kind === 'unchanged') return Response.json(confirmFeed(app, viewer, query));
  return withUpload(app, request, async ({ path }) =>
    Response.json(await receiveFeed(app, viewer, { content: path, ...query.input })),
  );
};
