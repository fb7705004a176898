import type { Severity } from '../advisory/rank.ts';

/** A CVSS score with what it takes to check it. */
export interface CvssFact {
  /** 0 to 10. */
  readonly score: number;
  readonly version: '2.0' | '3.0' | '3.1' | '4.0';
  /** Who scored, such as `nvd@nist.gov`. */
  readonly source: string;
  readonly vector: string;
  /** A scanner's report has it, and names nobody who scored: it counts after all that is published. */
  readonly reported?: true;
}

/** What is published of one CVE; null = that source says nothing of it. */
export interface CveFacts {
  readonly cve: string;
  /** The one score that counts, see `chooseCvss`. */
  readonly cvss: CvssFact | null;
  /** Score and percentile 0 to 1; `day` as `YYYY-MM-DD`. */
  readonly epss: {
    readonly score: number;
    readonly percentile: number | null;
    readonly model: string | null;
    readonly day: string | null;
  } | null;
  /** CISA's catalogue: day of the listing, and whether ransomware is known to use it (null = "Unknown"). */
  readonly kev: { readonly added: string; readonly ransomware: true | null } | null;
  readonly ssvc: {
    readonly exploitation: 'none' | 'poc' | 'active';
    readonly automatable: boolean;
    readonly impact: 'partial' | 'total';
  } | null;
  /** Day since which the vendor itself says that it is exploited; absent = it does not. */
  readonly exploited?: string;
  /** The record was withdrawn by its assigner: its scores count for nothing and are not missed. */
  readonly rejected?: boolean;
}

/** Everything a rank may rest on: one vendor fix on one asset. */
export interface RankInputs {
  /** The vendor's own rating of the advisory as a severity; null = none. */
  readonly severity: Severity | null;
  /** The scanners that rate it so, where `severity` is not the vendor's. */
  readonly ratedBy?: string;
  /** The vendor's own word, such as `Important`. */
  readonly rating: string | null;
  /** Day since which the advisory itself says that it is exploited; null = it does not. */
  readonly knownExploited: string | null;
  readonly cves: readonly CveFacts[];
  /** A scanner's score of a flaw for which it names no CVE; absent = none. */
  readonly unnamed?: CvssFact;
  /** `low`, `medium`, `high`, `critical`; null = nobody decided. */
  readonly criticality: string | null;
  /** `internet`, `partner`, `internal`; null = nobody decided, which counts as exposed. */
  readonly exposure: string | null;
  /** Audit scopes: `pci-cde`, `pci-connected`, `ephi`. A scope is marked, so none means in none. */
  readonly scopes: readonly string[];
  readonly environment: string | null;
  /** Compensating controls in force. They are listed and lower nothing by themselves. */
  readonly controls: readonly { readonly name: string; readonly effect: string }[];
}
