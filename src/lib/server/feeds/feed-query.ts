import { z } from 'zod';
import { AppError } from '#core/errors.ts';
import { feedNamed } from '#scanners/feeds/detect-feed.ts';
import type { FeedName } from '#scanners/feeds/index.ts';
import type { FeedInput } from './receive-feed.ts';

const header = z.string().min(1).max(1000).nullable().default(null);
const schema = z.strictObject({
  name: z.string().min(1).max(255).default('upload'),
  feed: z.string().min(1).max(60).nullable().default(null),
  mode: z.enum(['keep', 'dry-run', 'unchanged']).default('keep'),
  address: z
    .url({ protocol: /^https$/ })
    .max(1000)
    .nullable()
    .default(null),
  etag: header,
  lastModified: header,
});

export type FeedQuery =
  | { readonly kind: 'file'; readonly input: Omit<FeedInput, 'content'> }
  | { readonly kind: 'unchanged'; readonly feed: FeedName; readonly address: string };

/** The parameters of a feed's upload. @throws AppError QUERY_INVALID, FEED_UNKNOWN */
export function readFeedQuery(query: Readonly<Record<string, string>>): FeedQuery {
  const parsed = schema.safeParse(query);
  if (!parsed.success) throw invalid();
  const { name, feed, mode, address, etag, lastModified } = parsed.data;
  if (mode === 'unchanged') {
    if (feed === null || address === null) throw invalid();
    return { kind: 'unchanged', feed: feedNamed(feed), address };
  }
  const origin = address === null ? null : { address, etag, lastModified };
  return { kind: 'file', input: { fileName: name, feed, mode, origin } };
}

function invalid(): AppError {
  return new AppError({
    code: 'QUERY_INVALID',
    message: 'A parameter of the feed is not accepted.',
    remedy:
      'Give name (up to 255 characters), feed, mode as keep, dry-run or unchanged, and for a fetched file its https address with etag and lastModified; nothing else.',
  });
}
