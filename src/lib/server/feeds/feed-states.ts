import { plainDuration } from '#core/policy/stale-limits.ts';
import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import type { FeedLoadsRow } from '../warehouse/queries.gen.ts';

/** A feed received longer ago is stale, unless the policy says otherwise. */
const STALE_FEEDS = 'P7D';

const DAY = 86_400_000;

export interface FeedState extends FeedLoadsRow {
  readonly state: 'fresh' | 'stale';
  /** Whole days since it was received. */
  readonly ageDays: number;
}

/** The last file of each feed by where it came from, and whether it is too old by the policy in force. */
export async function feedStates(app: App, view: View): Promise<{ staleAfter: string; loads: FeedState[] }> {
  const staleAfter = view.policy.staleFeeds ?? STALE_FEEDS;
  const limit = plainDuration(staleAfter);
  const rows = await app.warehouse.query('feed-loads', view.params);
  const loads = rows.map((load): FeedState => {
    const age = Math.max(0, Date.parse(view.asOf) - Date.parse(load.receivedAt));
    return { ...load, state: age > limit ? 'stale' : 'fresh', ageDays: Math.floor(age / DAY) };
  });
  return { staleAfter, loads };
}
