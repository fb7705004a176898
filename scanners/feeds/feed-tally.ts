import type { FeedItem } from '#core/advisory/feed-item.ts';
import { feedEmpty, feedInvalid } from './feed-error.ts';
import type { FeedSummary } from './feed.ts';
import { skipCount } from './skip-count.ts';

/** Counts what a feed emits and what it passes over. */
export interface FeedTally {
  readonly emit: (item: FeedItem) => void;
  /** A record that gives no item, with why. */
  readonly skip: (reason: string) => void;
  /**
   * @throws AppError FEED_EMPTY when there was no record at all, FEED_INVALID when none could be used: neither is
   * the same as "nothing known".
   */
  readonly summary: (publishedAt: string | null, version: string | null) => FeedSummary;
}

export function feedTally(feed: string, emit: (item: FeedItem) => void): FeedTally {
  const skipped = skipCount();
  let records = 0;
  return {
    emit: (item) => {
      records += 1;
      emit(item);
    },
    skip: skipped.add,
    summary: (publishedAt, version) => {
      const reasons = skipped.list();
      const [first] = reasons;
      if (records === 0 && first)
        throw feedInvalid(feed, 'every record', `none can be used (${first.reason})`);
      if (records === 0) throw feedEmpty(feed);
      return { publishedAt, version, records, skipped: reasons };
    },
  };
}
