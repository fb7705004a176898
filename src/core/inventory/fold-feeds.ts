import { feedMissing, schemeOf } from '../advisory/feed-missing.ts';
import type { FixedOf } from '../advisory/feed-missing.ts';
import type { FindingChange } from '../advisory/finding-state.ts';
import { productOf } from '../advisory/match.ts';
import { trackFindings } from '../advisory/track-findings.ts';
import { adviceKeys } from '../advisory/advice-key.ts';
import type { AssetFold } from './fold-asset.ts';
import type { HostObservation } from './observation.ts';
import { readPackages } from './package-facts.ts';

/** Something that feeds began to say. */
export interface FeedStep {
  /** When it was recorded, UTC ms. */
  readonly at: number;
  /** What detected: `feed` and the number of the event. */
  readonly by: string;
  readonly fixedOf: FixedOf;
}

/**
 * Judge what is known to be installed by what feeds say now, without a scan: a product of which nothing is open gets
 * its finding. What is open stays as it is until the next scan; nothing is closed.
 */
export function foldFeeds(
  fold: AssetFold,
  { at, by, fixedOf }: FeedStep,
): { fold: AssetFold; changes: readonly FindingChange[] } {
  const platform = fold.asset?.platform ?? null;
  if (platform === null || !fold.asset) return { fold, changes: [] };
  const packages = readPackages(fold.packages);
  const family = fold.asset.family as HostObservation['family'];
  const missing = feedMissing(platform, packages, {
    fixedOf,
    product: (pkg) => productOf({ family }, pkg),
  }).filter(({ source }) => !fold.tracker[source]?.open);
  if (missing.length === 0) return { fold, changes: [] };
  const scheme = schemeOf(platform);
  const { state, changes } = trackFindings(fold.tracker, {
    scanId: by,
    at,
    sufficient: false,
    previousSufficient: fold.previousSufficient,
    scheme,
    missing,
    installed: new Map(packages.map((pkg) => [`${pkg.name}:${pkg.arch}`, pkg.version])),
    candidateOf: (key) => packages.find((pkg) => `${pkg.name}:${pkg.arch}` === key)?.candidate ?? null,
    installRecords: [],
    adviceKeys: adviceKeys(platform, scheme, packages),
    kernel: null,
  });
  return { fold: { ...fold, tracker: state }, changes };
}
