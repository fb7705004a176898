import { fetchFeed, type FetchRequest, type FetchResult, type FetchSettings } from './fetch-feed.ts';
import { followArchive } from './follow-archive.ts';
import { followMonths } from './follow-months.ts';
import { followNotices } from './follow-notices.ts';
import { followPages } from './follow-pages.ts';
import { followRepository } from './follow-repository.ts';
import { followYears } from './follow-years.ts';
import type { FeedName } from './index.ts';

interface Follower {
  /** The address is the publisher's list, not the feed's own file at a mirror. */
  readonly isList: (address: URL) => boolean;
  readonly follow: typeof fetchFeed;
}

const latestArchive: Follower = {
  isList: ({ pathname }) => pathname.endsWith('/archive_latest.txt'),
  follow: followArchive,
};

/** Feeds whose address tells where their documents are. */
const followers: Partial<Record<FeedName, Follower>> = {
  'redhat-vex': latestArchive,
  'redhat-advisories': latestArchive,
  msrc: { isList: ({ pathname }) => pathname.endsWith('/updates'), follow: followMonths },
  rocky: {
    isList: ({ pathname, searchParams }) => /\/advisories\/?$/.test(pathname) && !searchParams.has('page'),
    follow: followPages,
  },
  'ubuntu-notices': {
    isList: ({ pathname, searchParams }) => pathname.endsWith('/notices.json') && !searchParams.has('offset'),
    follow: followNotices,
  },
  nvd: { isList: ({ pathname }) => pathname.endsWith('-modified.meta'), follow: followYears },
  updateinfo: {
    isList: ({ pathname }) => /\/(?:mirror\.list|repodata\/repomd\.xml)$/.test(pathname),
    follow: followRepository,
  },
};

/**
 * As `fetchFeed`, also for a feed that is published in several files: those its address names are fetched from the
 * same host, and given as one file that `openFeedFile` reads.
 * @throws AppError as `fetchFeed`
 */
export async function fetchWholeFeed(
  feed: FeedName,
  request: FetchRequest,
  settings: FetchSettings,
): Promise<FetchResult> {
  const follower = followers[feed];
  const follows = follower && URL.canParse(request.address) && follower.isList(new URL(request.address));
  return follows ? follower.follow(request, settings) : fetchFeed(request, settings);
}
