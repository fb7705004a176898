import { adviceKeys } from '../advisory/advice-key.ts';
import type { AnswerOf } from '../advisory/feed-answer.ts';
import { schemeOf } from '../advisory/fed-version.ts';
import { feedMissing, joinMissing } from '../advisory/feed-missing.ts';
import type { ListedPackage } from '../advisory/feed-missing.ts';
import { feedWord } from '../advisory/feed-word.ts';
import type { FindingChange, TrackerState } from '../advisory/finding-state.ts';
import type { StepWord } from '../advisory/further-steps.ts';
import { installedVersions } from '../advisory/installed-versions.ts';
import { productOf } from '../advisory/match.ts';
import type { MissingPatch } from '../advisory/match.ts';
import { trackFindings } from '../advisory/track-findings.ts';
import type { AssetFold } from './fold-asset.ts';
import type { HostObservation, InstalledPackage } from './observation.ts';

/** A package as the last complete scan saw it. */
export interface KnownPackage extends ListedPackage {
  /** Highest version above the installed one in a security archive of the host. */
  readonly securityVersion: string | null;
}

/** What an asset has installed of the products that a step is about. */
export interface InstalledOn {
  readonly platform: string | null;
  readonly family: HostObservation['family'];
  readonly packages: readonly KnownPackage[];
}

/** Something that feeds began to say. */
export interface FeedStep {
  /** When it was recorded, UTC ms. */
  readonly at: number;
  /** What detected. */
  readonly by: string;
  readonly answerOf: AnswerOf;
  readonly steps: StepWord;
}

/**
 * Judge what is known to be installed by what feeds say now, without a scan: a product of which nothing is open gets
 * its finding, an open one its higher target, and one whose fix is withdrawn ends. Nothing is proven fixed.
 */
export function foldFeeds(
  { tracker, previousSufficient }: Pick<AssetFold, 'tracker' | 'previousSufficient'>,
  { platform, family, packages }: InstalledOn,
  { at, by, answerOf, steps }: FeedStep,
): { tracker: TrackerState; changes: readonly FindingChange[] } {
  const product = (pkg: InstalledPackage) => productOf({ family }, pkg);
  const told = feedMissing(platform, packages, { answerOf, product });
  const named = new Set(told.map(({ source }) => source));
  const own = packages.flatMap((pkg) => offeredBy(pkg, product(pkg)));
  const scheme = schemeOf(platform);
  // What the host's own index alone offers was judged by the scan that saw it.
  const missing = joinMissing(own, told, scheme).filter(
    ({ source }) => named.has(source) || tracker[source]?.open,
  );
  const keys = adviceKeys(platform, scheme, packages, { product, answerOf });
  const asked = { platform, packages, answerOf, tracker, product };
  const { state, changes } = trackFindings(tracker, {
    scanId: by,
    at,
    sufficient: false,
    previousSufficient,
    scheme,
    missing,
    installed: installedVersions(asked),
    candidateOf: () => null,
    installRecords: [],
    adviceKeys: keys,
    kernel: null,
    steps,
    feeds: feedWord(asked, keys),
  });
  return { tracker: state, changes };
}

function offeredBy(pkg: KnownPackage, source: string): MissingPatch[] {
  const { name, arch, version: installed, securityVersion, candidate, held } = pkg;
  if (securityVersion === null) return [];
  return [{ name, arch, source, installed, securityVersion, candidate, held, phased: null, archive: 'own' }];
}
