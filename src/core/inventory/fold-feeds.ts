import { adviceKeys } from '../advisory/advice-key.ts';
import type { AnswerOf } from '../advisory/feed-answer.ts';
import { feedMissing, schemeOf } from '../advisory/feed-missing.ts';
import type { ListedPackage } from '../advisory/feed-missing.ts';
import type { FindingChange, TrackerState } from '../advisory/finding-state.ts';
import { installedVersions } from '../advisory/installed-versions.ts';
import { productOf } from '../advisory/match.ts';
import { trackFindings } from '../advisory/track-findings.ts';
import type { AssetFold } from './fold-asset.ts';
import type { HostObservation, InstalledPackage } from './observation.ts';

/** What an asset has installed, all of it or all that a step may be about. */
export interface InstalledOn {
  readonly platform: string | null;
  readonly family: HostObservation['family'];
  readonly packages: readonly ListedPackage[];
}

/** Something that feeds began to say. */
export interface FeedStep {
  /** When it was recorded, UTC ms. */
  readonly at: number;
  /** What detected. */
  readonly by: string;
  readonly answerOf: AnswerOf;
}

/**
 * Judge what is known to be installed by what feeds say now, without a scan: a product of which nothing is open gets
 * its finding. What is open stays as it is until the next scan; nothing is closed.
 */
export function foldFeeds(
  { tracker, previousSufficient }: Pick<AssetFold, 'tracker' | 'previousSufficient'>,
  { platform, family, packages }: InstalledOn,
  { at, by, answerOf }: FeedStep,
): { tracker: TrackerState; changes: readonly FindingChange[] } {
  const product = (pkg: InstalledPackage) => productOf({ family }, pkg);
  const missing = feedMissing(platform, packages, { answerOf, product }).filter(
    ({ source }) => !tracker[source]?.open,
  );
  if (missing.length === 0) return { tracker, changes: [] };
  const scheme = schemeOf(platform);
  const { state, changes } = trackFindings(tracker, {
    scanId: by,
    at,
    sufficient: false,
    previousSufficient,
    scheme,
    missing,
    installed: installedVersions({ platform, packages, answerOf, tracker, product }),
    candidateOf: () => null,
    installRecords: [],
    adviceKeys: adviceKeys(platform, scheme, packages, { product, answerOf }),
    kernel: null,
  });
  return { tracker: state, changes };
}
