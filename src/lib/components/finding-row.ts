import { hasEnded } from '#core/advisory/finding-state.ts';
import type { FindingEnd } from '#core/advisory/finding-state.ts';

/** The part of a finding row that lists show; field names as in the read documents. */
export interface FindingListRow {
  readonly id: string;
  readonly asset: string;
  readonly assetId: string;
  readonly product: string;
  readonly fix: string;
  readonly packages: readonly {
    name: string;
    installed: string | null;
    fixed: string | null;
    held: boolean;
  }[];
  readonly rank: string | null;
  readonly ranked: boolean;
  readonly state: string;
  readonly adjudication: unknown;
  readonly verifiedBy: string | null;
  readonly verdict: string;
  readonly due: string | null;
  readonly firstDetected: string;
  readonly advisory: string | null;
  readonly title: string | null;
  readonly cves: readonly string[];
  /** The vendor's, which is not our rank. */
  readonly severity: string | null;
  /** The tools whose word the severity is, where the vendor gives none. */
  readonly ratedBy: string | null;
  /** Day of the listing, `YYYY-MM-DD`. */
  readonly knownExploited: string | null;
  /** What covers it now, and how its verdict then reads. */
  readonly exception: { readonly id: string; readonly reads: string } | null;
}

/** A finding that proof has closed, or that ended because its fix was withdrawn. */
export function isClosed(finding: FindingEnd): boolean {
  return hasEnded(finding);
}
