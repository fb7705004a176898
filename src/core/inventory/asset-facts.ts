import type { LivePatches } from './observation.ts';
import type { ReleaseFacts } from './release-support.ts';
import type { Reason } from '#core/advisory/reason.ts';

/** What the last credentialed observation of an asset says, beside its columns. */
export interface AssetFacts {
  /** Why the asset cannot pass. */
  readonly reasons: readonly Reason[];
  /** What this scan's account was not allowed to see. */
  readonly notSeen: readonly string[];
  readonly hostname: string;
  readonly addresses: readonly string[];
  readonly zone: string | null;
  readonly inContainer: boolean;
  readonly rebootPending: boolean;
  readonly rebootRequired: boolean | null;
  readonly servicesToRestart: readonly string[] | null;
  /** Live patches of the running kernel; absent = none told of. */
  readonly livePatches?: LivePatches;
  /** Whose feeds alone judge what is installed beside the system's own (`pkg:npm`, `debian`); absent = nothing. */
  readonly onlyFed?: readonly string[];
  /** Which release it is, so that its end of support is found; absent = none that feeds of releases know. */
  readonly release?: ReleaseFacts;
}

/** One package archive of the host: whose, how old, and whether it decides on security. */
export interface ArchiveFacts {
  readonly suite: string;
  readonly uri: string;
  readonly label: string | null;
  readonly security: boolean;
  readonly date: string | null;
  readonly validUntil: string | null;
  readonly fetched: string | null;
}
