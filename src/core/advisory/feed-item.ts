import type { VersionScheme } from '#core/version/compare.ts';
import type { Severity } from './rank.ts';

/** Whose packages a statement is about. */
export type Ecosystem =
  | 'debian'
  | 'ubuntu'
  | 'redhat'
  | 'almalinux'
  | 'rocky'
  | 'oracle'
  | 'amazon'
  | 'fedora'
  | 'suse'
  | 'alpine'
  | 'arch'
  | 'freebsd'
  | 'windows'
  | 'purl';

/** How a statement names the product: a source package, a binary one, the KB's product, or a purl without version. */
export type ProductKey = 'source' | 'binary' | 'product' | 'purl';

/**
 * What a vendor says of one vulnerability in one product of one release. `unimportant` = present, without security
 * effect by the vendor's judgement; `deferred` = will come with a later point release.
 */
export type StatementStatus =
  | 'fixed'
  | 'affected'
  | 'not-affected'
  | 'wont-fix'
  | 'deferred'
  | 'unsupported'
  | 'unimportant'
  | 'under-investigation'
  | 'unknown';

/** One claim of a feed about one product. The fixed version comes from the vendor of that release alone. */
export interface Statement {
  readonly kind: 'statement';
  readonly ecosystem: Ecosystem;
  /** As the vendor names it: `bookworm`, `24.04`, `9`, `v3.20`; '' = it has no releases (Arch, language packages). */
  readonly release: string;
  readonly product: string;
  readonly keyedBy: ProductKey;
  /** null = every architecture. */
  readonly arch: string | null;
  /** RPM module stream `name:stream`, null = not from a module. */
  readonly module: string | null;
  /** Archive or entitlement that carries the fix (`esm-apps`, `rhel-9-eus`), null = the release's own. */
  readonly repository: string | null;
  /** `CVE-…`, or the vendor's own id where there is none. */
  readonly vulnerability: string;
  /** The vendor's advisory that fixes it: DSA, USN, RHSA, KB …; null = none named. */
  readonly advisory: string | null;
  readonly status: StatementStatus;
  /** First version without the flaw, with `fixed`; null otherwise, and where the feed names none. */
  readonly fixed: string | null;
  /** First version with the flaw; null = all versions below `fixed` (or all, when not fixed). */
  readonly introduced: string | null;
  readonly scheme: VersionScheme;
  /** The vendor's reason in its own words, short. */
  readonly note: string | null;
  /** Where in the feed, so that a person finds it again: a JSON path, record id or line. */
  readonly at: string;
}

/** An advisory itself: when it was released and what it replaces. */
export interface AdvisoryNotice {
  readonly kind: 'advisory';
  readonly ecosystem: Ecosystem;
  readonly id: string;
  readonly title: string;
  /** ISO instant with ms and Z, or a bare `YYYY-MM-DD`; null = not said. */
  readonly released: string | null;
  /** The vendor's own rating as a severity; null = none. */
  readonly severity: Severity | null;
  /** The vendor's own word, such as `Important`. */
  readonly rating: string | null;
  readonly about: 'security' | 'bugfix' | 'enhancement' | 'settings';
  readonly cves: readonly string[];
  readonly url: string | null;
  /** Instant or day of withdrawal; null = in force. */
  readonly withdrawn: string | null;
  readonly replaces: readonly string[];
  /** What is to be done besides installing; null = nothing. */
  readonly steps: string | null;
  /** What the vendor offers where there is no fix, in its own words; absent = nothing. It removes no flaw. */
  readonly workaround?: string;
  readonly at: string;
}

/** A CVSS score of a CVE by one scorer. */
export interface CvssScore {
  readonly kind: 'cvss';
  readonly cve: string;
  readonly version: '2.0' | '3.0' | '3.1' | '4.0';
  /** Who scored, such as `nvd@nist.gov`. */
  readonly source: string;
  readonly vector: string;
  readonly score: number;
  readonly at: string;
}

/** Exploit prediction: probability within 30 days, and the share of CVEs that score lower. */
export interface EpssScore {
  readonly kind: 'epss';
  readonly cve: string;
  readonly score: number;
  readonly percentile: number | null;
  /** Model of the score, such as `v2025.03.14`; null in files that do not say. */
  readonly model: string | null;
  /** `YYYY-MM-DD`. */
  readonly day: string | null;
}

/** An entry of a catalogue of known exploited vulnerabilities, or what the vendor itself says of exploitation. */
export interface KnownExploited {
  readonly kind: 'kev';
  /** The vendor says it of its own product; absent = a catalogue lists it. */
  readonly by?: 'vendor';
  readonly cve: string;
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly added: string;
  readonly due: string | null;
  /** null = the catalogue says "Unknown". */
  readonly ransomware: true | null;
  readonly action: string;
  readonly at: string;
}

/** CISA's SSVC decision points (Vulnrichment). */
export interface SsvcDecision {
  readonly kind: 'ssvc';
  readonly cve: string;
  readonly exploitation: 'none' | 'poc' | 'active';
  readonly automatable: boolean;
  readonly impact: 'partial' | 'total';
  /** ISO instant. */
  readonly decidedAt: string | null;
  readonly at: string;
}

/** What a CVE record itself says. */
export interface CveRecord {
  readonly kind: 'cve';
  readonly cve: string;
  readonly title: string;
  readonly published: string | null;
  readonly rejected: boolean;
  readonly at: string;
}

/** When a release of a product stops getting fixes; days `YYYY-MM-DD`, true/false where only that is known. */
export interface ReleaseLife {
  readonly kind: 'release-life';
  readonly product: string;
  readonly release: string;
  readonly releasedOn: string | null;
  readonly supportEnds: string | boolean | null;
  readonly extendedEnds: string | boolean | null;
  readonly latest: string | null;
  readonly at: string;
}

/** Which product streams a package repository belongs to. */
export interface RepositoryCpes {
  readonly kind: 'repository';
  readonly repository: string;
  readonly cpes: readonly string[];
  readonly at: string;
}

/** One record of a feed. */
export type FeedItem =
  | Statement
  | AdvisoryNotice
  | CvssScore
  | EpssScore
  | KnownExploited
  | SsvcDecision
  | CveRecord
  | ReleaseLife
  | RepositoryCpes;
