import { feeds, isFeedName } from '#scanners/feeds/index.ts';
import type { FeedName } from '#scanners/feeds/index.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { refuseUnknown } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import type { FeedLoadsRow } from '../warehouse/queries.gen.ts';
import { advisedFeeds } from './advised-feeds.ts';
import type { AdvisedFor } from './advised-feeds.ts';
import { feedStates } from './feed-states.ts';

/** A feed, or a part of one, with the last file of it. */
export interface FeedRow {
  readonly feed: FeedName;
  readonly title: string;
  readonly publisher: string;
  readonly licence: string;
  readonly addresses: readonly string[];
  /** `never` = nothing of it was ever taken in; `records` = single records alone. */
  readonly state: (typeof states)[number];
  /** Whole days since it was received. */
  readonly ageDays: number | null;
  readonly last: Omit<FeedLoadsRow, 'feed' | 'whole'> | null;
  /** Never taken in as a whole, though systems that are here would be told more by it. */
  readonly advisedFor: readonly AdvisedFor[];
}

const states = ['never', 'records', 'fresh', 'stale'] as const;

export interface FeedsQuery extends ViewInput {
  readonly state?: string | undefined;
}

/**
 * Every feed that can be read, with what came of it last, how old that is and whether it is stale by the policy. A
 * feed in parts has a row for each.
 */
export async function listFeeds(app: App, viewer: Viewer, query: FeedsQuery) {
  authorise(viewer, 'finding.read');
  refuseUnknown({ ...query }, { state: states });
  const view = await resolveView(app, viewer, query);
  const [{ staleAfter, loads }, systems] = await Promise.all([
    feedStates(app, view),
    app.warehouse.query('systems', view.params),
  ]);
  const whole = loads.filter(({ state }) => state !== 'records');
  const advised = advisedFeeds(systems, new Set(whole.map(({ feed }) => feed)));
  const rows = Object.keys(feeds)
    .filter(isFeedName)
    .flatMap((feed): FeedRow[] => {
      const { title, publisher, licence, addresses } = feeds[feed];
      const about = { feed, title, publisher, licence, addresses, advisedFor: advised.get(feed) ?? [] };
      const known = loads.filter((load) => load.feed === feed);
      if (known.length === 0) return [{ ...about, state: 'never', ageDays: null, last: null }];
      return known.map(({ feed: _feed, state, ageDays, ...last }) => ({ ...about, state, ageDays, last }));
    })
    .filter(({ state }) => query.state === undefined || state === query.state);
  return { asOf: view.asOf, knownAt: view.knownAt, staleAfter, rows };
}
