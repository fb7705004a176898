import { AppError } from '#core/errors.ts';
import { readHead } from './feed-input.ts';
import type { FeedInput } from './feed.ts';
import { feeds, isFeedName } from './index.ts';
import type { FeedName } from './index.ts';

/**
 * The feed whose file this is, by name or by what the file begins with.
 * @param named null = told from the content
 * @throws AppError FEED_UNKNOWN, FORMAT_UNKNOWN (415), and what reading the file throws
 */
export async function detectFeed(input: FeedInput, named: string | null): Promise<FeedName> {
  if (named !== null) return feedNamed(named);
  const { head, name } = await readHead(input);
  const found = Object.keys(feeds)
    .filter(isFeedName)
    .find((feed) => feeds[feed].recognises(head, name));
  if (found) return found;
  throw new AppError({
    code: 'FORMAT_UNKNOWN',
    message: `${input.fileName} is not recognised as a file of any known feed.`,
    remedy: 'Name the feed with --feed; "feeds list" shows them.',
    status: 415,
  });
}

/** @throws AppError FEED_UNKNOWN */
export function feedNamed(name: string): FeedName {
  if (isFeedName(name)) return name;
  throw new AppError({
    code: 'FEED_UNKNOWN',
    message: `There is no feed "${name.slice(0, 60)}".`,
    remedy: `Use one of: ${Object.keys(feeds).join(', ')}.`,
  });
}
