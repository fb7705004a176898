import type { VersionScheme } from '#core/version/compare.ts';
import type { Severity } from './rank.ts';

/** A host, image or account as another scanner's report names it. */
export interface ReportedHost {
  /** Unique within the report. */
  readonly key: string;
  readonly kind: 'host' | 'image' | 'repository' | 'cloud-resource';
  readonly name: string | null;
  readonly addresses: readonly string[];
  readonly machineId: string | null;
  /** Cloud instance id, image digest or the like: stronger than a name. */
  readonly cloudId: string | null;
  readonly os: string | null;
  /** Instants of the scan of this host, ISO with ms and Z; null = the report does not say. */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** The times had no zone and took the declared one. */
  readonly timeAssumed: boolean;
  /** The tool says that it logged in (or runs on the host); null = the report does not say. */
  readonly credentialed: boolean | null;
  /** The tool says that it finished this host. */
  readonly complete: boolean;
  /** What it ran there; absent = the report does not say, as of a tool that runs all it has. */
  readonly ran?: RanChecks;
}

/** The checks that a tool says it ran: what others would find is not gone because it is not named. */
export interface RanChecks {
  /** Ids, as in `ReportedFlaw.check`. */
  readonly checks: readonly string[];
  /** They were chosen by somebody, and are not all that the tool has. */
  readonly narrow: boolean;
  /** Those that find missing patches are among them. */
  readonly patches: boolean;
}

/** What the flaw is in. */
export interface ReportedProduct {
  readonly name: string;
  readonly keyedBy: 'source' | 'binary' | 'product' | 'purl';
  readonly arch: string | null;
  readonly installed: string | null;
  readonly fixed: string | null;
  /** null = the tool does not say how versions are ordered. */
  readonly scheme: VersionScheme | null;
}

export interface ReportedCvss {
  readonly version: '2.0' | '3.0' | '3.1' | '4.0';
  readonly score: number;
  readonly vector: string | null;
}

/** One result of another scanner about one host. */
export interface ReportedFlaw {
  /** `ReportedHost.key`. */
  readonly host: string;
  /** The tool's own id of the check (plugin, QID, OID, rule). */
  readonly check: string;
  readonly title: string;
  readonly product: ReportedProduct | null;
  /** Vendor fixes that the tool names: DSA-…, USN-…, RHSA-…, KB…; empty = none. */
  readonly fixes: readonly string[];
  readonly cves: readonly string[];
  /** What the tool writes as CVE ids and are none, as it came; absent = nothing. */
  readonly wrongCves?: readonly string[];
  /** The tool's own rating; `info` = nothing to fix; null = not rated. */
  readonly severity: Severity | 'info' | null;
  readonly cvss: ReportedCvss | null;
  readonly status: 'open' | 'fixed' | 'accepted' | 'not-affected';
  /** `tcp/443`; null = not of a port. */
  readonly port: string | null;
  /** What the tool saw, at most 4,000 characters; '' = nothing. */
  readonly evidence: string;
  readonly remedy: string | null;
  /** By the tool's own memory, ISO instants. */
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** Record number in the file, from 1. */
  readonly record: number;
}
