import type { Rank } from './rank.ts';

/** How a scan looks; `external` scans of an approved vendor are kept elsewhere and are not counted from our own scans. */
export const scanMethods = ['credentialed', 'network', 'external'] as const;

export type ScanMethod = (typeof scanMethods)[number];

/** How often assets are scanned; every rule that an asset falls under holds for it. */
export interface ScanRule {
  readonly id: string;
  readonly method: ScanMethod;
  /** ISO 8601 duration: the last scan of this method may be as old. */
  readonly every: string;
  /** Absent = all. */
  readonly classes?: readonly string[];
  /** Ids of asset groups; absent = all. */
  readonly groups?: readonly string[];
  readonly exposure?: readonly string[];
}

/** Where an update comes from. */
export const updateSources = ['vendor-security', 'vendor-updates', 'third-party'] as const;

export type UpdateSource = (typeof updateSources)[number];

/** What may be installed without an approval: these ranks from these sources. */
export interface AutomaticRule {
  readonly ranks: readonly Rank[];
  readonly sources: readonly UpdateSource[];
}

/** One wave of a rollout, in order. */
export interface Ring {
  readonly name: string;
  /** How long it runs before the next ring begins. */
  readonly soak: string;
  /** Ids of asset groups; absent = all that no earlier ring has. */
  readonly groups?: readonly string[];
}

export interface DeploymentRules {
  /** Empty = nothing without an approval. */
  readonly automatic: readonly AutomaticRule[];
  readonly rings: readonly Ring[];
}

/** Roles that may restart an asset. */
export const restartRoles = ['administrator', 'manager', 'owner', 'operator'] as const;

export type RestartRole = (typeof restartRoles)[number];

export interface RestartRules {
  readonly by: readonly RestartRole[];
  /** When, in words: windows belong to systems. */
  readonly window: string;
  /** Ranks whose fixes may restart an asset outside of the window. */
  readonly outside: readonly Rank[];
  /** How long an installed fix may wait for a restart. */
  readonly pendingAtMost: string;
}

/** What a version says beside limits and windows; what is absent it does not say. */
export interface OperatingRules {
  readonly scanFrequency?: readonly ScanRule[];
  /** What each rank means here. */
  readonly meanings?: Readonly<Record<Rank, string>>;
  readonly deployment?: DeploymentRules;
  readonly restarts?: RestartRules;
  /** The version is reviewed this often; absent = `defaultReview`. */
  readonly reviewEvery?: string;
}

/** PCI DSS v4.0.1 12.1.2: the policy is reviewed at least once every 12 months. */
export const defaultReview = 'P12M';
