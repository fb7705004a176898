import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Feed } from '#scanners/feeds/feed.ts';
import type { FetchSettings } from '#scanners/feeds/fetch-feed.ts';
import { proxyOf, standardTimes, systemTimer } from '#scanners/feeds/http-get.ts';
import { feeds } from '#scanners/feeds/index.ts';
import type { FeedName } from '#scanners/feeds/index.ts';
import type { CliContext } from '../context.ts';
import { productVersion } from '../product-version.ts';
import { tokenFile } from './user-token.ts';

/** How the command line fetches a feed: by the proxy of its environment, and signed where its user keeps a key. */
export function fetchSettings(
  context: CliContext,
  { feed, ...limits }: Pick<FetchSettings, 'folder' | 'maxBytes'> & { readonly feed: FeedName },
): FetchSettings {
  return {
    ...limits,
    userAgent: `patchproof/${productVersion(context.rootDir)}`,
    publicKey: keyOf(context.env, feed),
    proxy: proxyOf(context.env),
    times: standardTimes,
    timer: systemTimer,
  };
}

/** `feed-keys/NAME.asc` beside the user's token; null = none is kept, or the feed is not signed. */
function keyOf(env: CliContext['env'], name: FeedName): string | null {
  const { isSigned }: Feed = feeds[name];
  const path = join(dirname(tokenFile(env)), 'feed-keys', `${name}.asc`);
  return isSigned === true && existsSync(path) ? path : null;
}
