import type { WithdrawnState } from './finding-state.ts';
import { readPlatform } from './platform.ts';
import type { UnknownFlaw } from './unknown-flaw.ts';

/** Updates (KB…) that alone say whether a product has its fixes, where no version does. */
export interface UpdateState {
  /** Not in place, the newest of each line of updates that replace each other. */
  readonly missing: readonly string[];
  /** Installed, or replaced by an update that is. */
  readonly inPlace: readonly string[];
}

/** What feeds say of a key. */
export interface FeedAnswer {
  /** What fixes it: a version, or an update where there is no version; null = nothing to install. */
  readonly fixed: string | null;
  readonly updates: UpdateState | null;
  /** Notices that recommend settings for it, where there is no update; absent = none. */
  readonly settings?: readonly string[];
  /** Why it cannot be told whether something is missing; null = it can. */
  readonly undecided: string | null;
  /** Where nothing is to be installed: what is left of the flaws that were once called fixed for it. */
  readonly endsAs: WithdrawnState;
}

/** null = no feed speaks of it. */
export type AnswerOf = (key: string) => FeedAnswer | null;

/** What has no index of its own that would decide where feeds cannot. */
const judgedByFeeds: readonly string[] = ['windows', 'purl'];

/** Why feeds cannot tell of a key, in one sentence; null where they can, or where the host's own index decides. */
export function undecidedBy(platform: string, unknown: readonly UnknownFlaw[]): string | null {
  const [first, ...others] = unknown;
  if (!first || !judgedByFeeds.includes(readPlatform(platform).ecosystem)) return null;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${first.why} (${first.vulnerability}${more})`;
}
