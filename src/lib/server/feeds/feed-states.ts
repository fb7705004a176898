import { plainDuration } from '#core/policy/stale-limits.ts';
import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import type { FeedLoadsRow } from '../warehouse/queries.gen.ts';

/** A feed received longer ago is stale, unless the policy says otherwise. */
const STALE_FEEDS = 'P7D';

const DAY = 86_400_000;

export interface FeedState extends Omit<FeedLoadsRow, 'whole'> {
  /** `records` = only single records of it were ever taken in: what it says of all others is not known. */
  readonly state: 'fresh' | 'stale' | 'records';
  /** Whole days since it was received. */
  readonly ageDays: number;
}

/** The last file of each feed by where it came from, and whether it is too old by the policy in force. */
export async function feedStates(app: App, view: View): Promise<{ staleAfter: string; loads: FeedState[] }> {
  const staleAfter = view.policy.staleFeeds ?? STALE_FEEDS;
  const limit = plainDuration(staleAfter);
  const rows = await app.warehouse.query('feed-loads', view.params);
  const loads = rows.map(({ whole, ...load }): FeedState => {
    const age = Math.max(0, Date.parse(view.asOf) - Date.parse(load.receivedAt));
    const state = age > limit ? 'stale' : 'fresh';
    return { ...load, state: whole ? state : 'records', ageDays: Math.floor(age / DAY) };
  });
  return { staleAfter, loads };
}
