import type { FindingChange, TrackerState } from '../advisory/finding-state.ts';
import { schemeOf } from '../advisory/fed-version.ts';
import type { StepWord } from '../advisory/further-steps.ts';
import { installedVersions } from '../advisory/installed-versions.ts';
import type { Seen } from '../advisory/installed-versions.ts';
import { trackFindings } from '../advisory/track-findings.ts';
import type { AssetFold } from './fold-asset.ts';

/** A person recorded, or took back, that steps besides installing are verified. */
export interface RecordedSteps {
  /** When it was recorded, UTC ms. */
  readonly at: number;
  /** Who closes. */
  readonly by: string;
  readonly products: ReadonlySet<string>;
  /** All that the last complete scan saw. */
  readonly seen: Omit<Seen, 'tracker'>;
  readonly steps: StepWord;
}

/** Judge findings of these products by what a person recorded: the version was seen installed by a scan before. */
export function foldSteps(
  { tracker, previousSufficient }: Pick<AssetFold, 'tracker' | 'previousSufficient'>,
  { at, by, products, seen, steps }: RecordedSteps,
): { tracker: TrackerState; changes: readonly FindingChange[] } {
  const { state, changes } = trackFindings(tracker, {
    scanId: by,
    at,
    sufficient: false,
    previousSufficient,
    scheme: schemeOf(seen.platform),
    missing: [],
    installed: installedVersions({ ...seen, tracker }),
    candidateOf: () => null,
    installRecords: [],
    adviceKeys: new Map(),
    kernel: null,
    steps,
    recorded: products,
  });
  return { tracker: state, changes };
}
