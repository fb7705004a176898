import { adviceKeys } from '../advisory/advice-key.ts';
import { feedMissing, schemeOf } from '../advisory/feed-missing.ts';
import type { FixedOf, ListedPackage } from '../advisory/feed-missing.ts';
import type { FindingChange, TrackerState } from '../advisory/finding-state.ts';
import { productOf } from '../advisory/match.ts';
import { trackFindings } from '../advisory/track-findings.ts';
import type { AssetFold } from './fold-asset.ts';
import type { HostObservation } from './observation.ts';

/** What an asset has installed, all of it or all that a step may be about. */
export interface InstalledOn {
  readonly platform: string;
  readonly family: HostObservation['family'];
  readonly packages: readonly ListedPackage[];
}

/** Something that feeds began to say. */
export interface FeedStep {
  /** When it was recorded, UTC ms. */
  readonly at: number;
  /** What detected. */
  readonly by: string;
  readonly fixedOf: FixedOf;
}

/**
 * Judge what is known to be installed by what feeds say now, without a scan: a product of which nothing is open gets
 * its finding. What is open stays as it is until the next scan; nothing is closed.
 */
export function foldFeeds(
  { tracker, previousSufficient }: Pick<AssetFold, 'tracker' | 'previousSufficient'>,
  { platform, family, packages }: InstalledOn,
  { at, by, fixedOf }: FeedStep,
): { tracker: TrackerState; changes: readonly FindingChange[] } {
  const missing = feedMissing(platform, packages, {
    fixedOf,
    product: (pkg) => productOf({ family }, pkg),
  }).filter(({ source }) => !tracker[source]?.open);
  if (missing.length === 0) return { tracker, changes: [] };
  const scheme = schemeOf(platform);
  const { state, changes } = trackFindings(tracker, {
    scanId: by,
    at,
    sufficient: false,
    previousSufficient,
    scheme,
    missing,
    installed: new Map(packages.map((pkg) => [`${pkg.name}:${pkg.arch}`, pkg.version])),
    candidateOf: () => null,
    installRecords: [],
    adviceKeys: adviceKeys(platform, scheme, packages),
    kernel: null,
  });
  return { tracker: state, changes };
}
