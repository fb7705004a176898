import type { InstallRecord } from '#core/inventory/observation.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import type { StepWord } from './further-steps.ts';
import type { MissingPatch } from './match.ts';
import type { RunningWord } from './running-code.ts';

/** One package of a finding as the last scan that changed it saw it. */
export interface FindingPackage {
  readonly name: string;
  readonly arch: string;
  /** null = no longer installed. */
  readonly installed: string | null;
  /** The version that closes it: the highest security version seen so far. */
  readonly fixed: string;
  readonly candidate: string | null;
  readonly held: boolean;
  readonly phased: number | null;
  /** How its versions are ordered; absent = deb. */
  readonly scheme?: VersionScheme;
  /** What runs of the finding's fix, on its first package; absent = not seen, or nothing is to be asked. */
  readonly load?: CodeInUse;
}

/** Programs that still run old code while the finding waits for that, and those that run the fix once it is closed. */
export interface CodeInUse {
  readonly known: 'seen' | 'inferred';
  readonly programs: readonly LoadedProgram[];
}

export interface LoadedProgram {
  readonly name: string;
  /** Start of its oldest process, by the host's clock, UTC ms. */
  readonly startedAt: number;
  /** seen = it uses files that are no longer the ones on disk; inferred = from its start. */
  readonly known: 'seen' | 'inferred';
}

/**
 * `claimed` = the fixed version is installed, and a step that the fix asks for besides is not verified;
 * `old_code_running` = it is installed, and a program still runs the code of before.
 */
export type OpenState = 'open' | 'reboot_pending' | 'claimed' | 'old_code_running';
export type ClosedState = 'fixed' | 'removed';
/** Nothing is to be installed any more, by the word of feeds: the flaw is not there, or has no fix (yet). */
export type WithdrawnState = 'not_affected' | 'no_fix' | 'wont_fix';

const withdrawn: readonly string[] = ['not_affected', 'no_fix', 'wont_fix'] satisfies WithdrawnState[];

/** What tells whether a finding has ended. */
export interface FindingEnd {
  readonly state: string;
  readonly verifiedBy: string | null;
}

/**
 * True for a finding that ended because feeds no longer name its fix. Where only another tool says that there is no
 * fix, nothing was withdrawn, and nothing stands as proof.
 */
export function isWithdrawn({ state, verifiedBy }: FindingEnd): boolean {
  return withdrawn.includes(state) && verifiedBy !== null;
}

/** True for a finding that proof has closed, or that ended because its fix is withdrawn. */
export function hasEnded(finding: FindingEnd): boolean {
  return finding.state === 'fixed' || finding.state === 'removed' || isWithdrawn(finding);
}

/** Everything about a finding that a scan may change; equal snapshots need no new row. */
export interface FindingSnapshot {
  readonly state: OpenState | ClosedState | WithdrawnState;
  readonly packages: readonly FindingPackage[];
  /** By the host's own record, null when there is none or a scan contradicts it. */
  readonly installedAt: number | null;
  readonly fixedAt: number | null;
  readonly verifiedAt: number | null;
  readonly verifiedBy: string | null;
  /** Start of the last sufficient scan that saw the flaw, on a closing snapshot; null while it is open. */
  readonly flawSeenAt: number | null;
  /** The scan that contradicts the host's install record. */
  readonly contradictedBy: string | null;
  /** Start of the scan from which an earlier closure is void, when this finding was reopened. */
  readonly reopenedAt: number | null;
  /** What feeds are asked about, by the version that the flaw is in; null where no feed speaks of the platform. */
  readonly adviceKey: string | null;
}

/** The security version first seen for a product, and for which packages. A later tier raises the target. */
export interface Tier {
  readonly version: string;
  readonly firstSeenAt: number;
  readonly scanId: string;
  /** `name:arch` → version. */
  readonly targets: Readonly<Record<string, string>>;
  /** Those of its packages of which feeds alone say so; absent = none, the host's own index offers all. */
  readonly told?: readonly string[];
  /** Those whose target feeds corrected to a lower version than the tier's. */
  readonly lowered?: readonly string[];
}

export interface FindingIdentity {
  readonly product: string;
  readonly fix: string;
  readonly reopenNo: number;
  readonly firstDetectedAt: number;
  readonly detectedBy: string;
}

export interface OpenFinding extends FindingIdentity {
  /** First tier = the fix that gives the finding its identity; never empty. */
  readonly tiers: Tiers;
  readonly reopened: Reopening | null;
  /** The first scan that saw its version installed while steps were left; UTC ms. */
  readonly reachedAt?: number;
  readonly snapshot: FindingSnapshot;
}

export type Tiers = readonly [Tier, ...Tier[]];

/** The scan that saw a closed finding's fix missing again within the window. */
export interface Reopening {
  readonly at: number;
  readonly scanId: string;
}

export interface ClosedFinding extends FindingIdentity {
  readonly tier: Tier;
  readonly fixedAt: number;
  /** Its fix was withdrawn: only the same one said again brings it back. */
  readonly withdrawn?: true;
  /** A person's word closed it: taking that back opens it again. */
  readonly stepped?: true;
}

/** One product of one asset between two scans; serialisable. */
export interface ProductState {
  readonly open: OpenFinding | null;
  /** Closures that may still be voided, the latest of each fix. */
  readonly closed: readonly ClosedFinding[];
  /** Fix → reopen number of its last life, for closures older than that. */
  readonly past: Readonly<Record<string, number>>;
}

/** State of one asset's findings between two scans: product → its state. */
export type TrackerState = Readonly<Record<string, ProductState>>;

export const emptyTracker: TrackerState = {};

/** What one credentialed scan contributes. */
export interface TrackedScan {
  readonly scanId: string;
  /** Start of the scan, UTC ms. */
  readonly at: number;
  /** Complete and credentialed: only then may it close anything. */
  readonly sufficient: boolean;
  /** The last sufficient scan before this one, which saw every finding open until now. */
  readonly previousSufficient: { readonly at: number; readonly scanId: string } | null;
  /** How this asset's versions are ordered. */
  readonly scheme: VersionScheme;
  readonly missing: readonly MissingPatch[];
  /** `name:arch` → installed version. */
  readonly installed: ReadonlyMap<string, string>;
  /** apt's candidate of an installed package, null when it has none or did not answer. */
  readonly candidateOf: (key: string) => string | null;
  readonly installRecords: readonly InstallRecord[];
  /** Product → key that feeds are asked by, of what is installed now. */
  readonly adviceKeys: ReadonlyMap<string, string>;
  /** Which kernel runs; null where that cannot be seen or is the host's below. */
  readonly kernel: KernelLoad | null;
  /** By the host's own word: true when it waits for a boot; null or absent = it does not say. */
  readonly waitsForBoot?: boolean | null;
  /** Which programs run; absent = that cannot be seen. */
  readonly running?: RunningWord;
  /** Of what feeds are asked here; absent = of nothing. */
  readonly feeds?: FeedWord;
  /** Of steps besides installing; absent = none is asked for. */
  readonly steps?: StepWord;
  /** Products of which a person recorded or took back a verification at this instant. */
  readonly recorded?: ReadonlySet<string>;
}

/** What feeds say counts for these: a version that they no longer name for them is withdrawn. */
export interface FeedWord {
  /** `name:arch` */
  readonly judged: ReadonlySet<string>;
  /** What follows for a finding of this product of which nothing is left to install. */
  readonly endsAs: (product: string) => WithdrawnState;
}

export interface KernelLoad {
  /** A newer kernel is installed than the one that runs. */
  readonly rebootPending: boolean;
  /** Start of the running kernel, UTC ms, null when not collected. */
  readonly bootedAt: number | null;
  /** The package that runs, where all its releases share one name: its version alone decides. */
  readonly runs?: { readonly name: string; readonly version: string };
}

/** A new row of one finding, valid from the start of the scan that showed it. */
export interface FindingChange extends FindingIdentity {
  readonly validFromAt: number;
  readonly snapshot: FindingSnapshot;
  /** True when the finding did not exist (not even closed) before. */
  readonly isNew: boolean;
}
