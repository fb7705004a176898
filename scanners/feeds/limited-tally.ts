import { feedTooLarge } from './feed-error.ts';
import type { FeedTally } from './feed-tally.ts';

/** Flaws times packages of one record: far above any that is published. */
const MAX_ITEMS = 1_000_000;

/**
 * The tally for one record. A short record that names many flaws and many packages could make items without end: such a
 * one stops the feed.
 * @param record its id; `emit` throws AppError FEED_TOO_LARGE
 */
export function limitedTally(tally: FeedTally, feed: string, record: string): FeedTally {
  let left = MAX_ITEMS;
  return {
    ...tally,
    emit: (item) => {
      left -= 1;
      if (left < 0) throw feedTooLarge(feed, `${record} makes more than ${MAX_ITEMS} statements`);
      tally.emit(item);
    },
  };
}
