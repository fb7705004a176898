import type { FeedSummary } from './feed.ts';

/**
 * What a file speaks for of a feed that is published record by record: a single record is that record and no more,
 * however fresh it is; several packed together are the archive that the publisher packs.
 * @param documents that were read
 */
export function speaksFor(documents: number): Pick<FeedSummary, 'speaksFor'> {
  return documents > 1 ? {} : { speaksFor: [] };
}
