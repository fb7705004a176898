import { plainDuration } from '#core/policy/stale-limits.ts';
import { feeds, isFeedName } from '#scanners/feeds/index.ts';
import type { FeedName } from '#scanners/feeds/index.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import type { FeedLoadsRow } from '../warehouse/queries.gen.ts';

/** A feed received longer ago is stale, unless the policy says otherwise. */
const STALE_FEEDS = 'P7D';

const DAY = 86_400_000;

/** A feed, or a part of one, with the last file of it. */
export interface FeedRow {
  readonly feed: FeedName;
  readonly title: string;
  readonly publisher: string;
  readonly licence: string;
  readonly addresses: readonly string[];
  /** `never` = nothing of it was ever taken in. */
  readonly state: 'never' | 'fresh' | 'stale';
  /** Whole days since it was received. */
  readonly ageDays: number | null;
  readonly last: Omit<FeedLoadsRow, 'feed'> | null;
}

/**
 * Every feed that can be read, with what came of it last, how old that is and whether it is stale by the policy. A
 * feed in parts has a row for each.
 */
export async function listFeeds(app: App, viewer: Viewer, input: ViewInput) {
  authorise(viewer, 'finding.read');
  const view = await resolveView(app, viewer, input);
  const loads = await app.warehouse.query('feed-loads', view.params);
  const staleAfter = view.policy.staleFeeds ?? STALE_FEEDS;
  const limit = plainDuration(staleAfter);
  const rows = Object.keys(feeds)
    .filter(isFeedName)
    .flatMap((feed): FeedRow[] => {
      const { title, publisher, licence, addresses } = feeds[feed];
      const about = { feed, title, publisher, licence, addresses };
      const known = loads.filter((load) => load.feed === feed);
      if (known.length === 0) return [{ ...about, state: 'never', ageDays: null, last: null }];
      return known.map(({ feed: _feed, ...last }) => {
        const age = Math.max(0, Date.parse(view.asOf) - Date.parse(last.receivedAt));
        return { ...about, state: age > limit ? 'stale' : 'fresh', ageDays: Math.floor(age / DAY), last };
      });
    });
  return { asOf: view.asOf, knownAt: view.knownAt, staleAfter, rows };
}
