import type { FindingChange, TrackerState } from '../advisory/finding-state.ts';
import { schemeOf } from '../advisory/feed-missing.ts';
import type { StepWord } from '../advisory/further-steps.ts';
import { trackFindings } from '../advisory/track-findings.ts';
import type { AssetFold } from './fold-asset.ts';
import type { InstalledPackage } from './observation.ts';

/** A person recorded, or took back, that steps besides installing are verified. */
export interface RecordedSteps {
  /** When it was recorded, UTC ms. */
  readonly at: number;
  /** Who closes. */
  readonly by: string;
  readonly products: ReadonlySet<string>;
  readonly platform: string;
  /** All that the last complete scan saw. */
  readonly packages: readonly InstalledPackage[];
  readonly steps: StepWord;
}

/** Judge findings of these products by what a person recorded: the version was seen installed by a scan before. */
export function foldSteps(
  { tracker, previousSufficient }: Pick<AssetFold, 'tracker' | 'previousSufficient'>,
  { at, by, products, platform, packages, steps }: RecordedSteps,
): { tracker: TrackerState; changes: readonly FindingChange[] } {
  const { state, changes } = trackFindings(tracker, {
    scanId: by,
    at,
    sufficient: false,
    previousSufficient,
    scheme: schemeOf(platform),
    missing: [],
    installed: new Map(packages.map((pkg) => [`${pkg.name}:${pkg.arch}`, pkg.version])),
    candidateOf: () => null,
    installRecords: [],
    adviceKeys: new Map(),
    kernel: null,
    steps,
    recorded: products,
  });
  return { tracker: state, changes };
}
