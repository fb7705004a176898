import type { Severity } from '../advisory/rank.ts';
import type { Rank } from '../policy/rank.ts';

/** All that are given must hold. Those marked "one CVE" must hold together for one and the same CVE. */
export interface RankConditions {
  /** The advisory itself says that it is exploited. */
  readonly advisoryExploited?: true;
  readonly severity?: readonly Severity[];
  /** The asset can be reached from networks that are not the organisation's own, or nobody said that it cannot. */
  readonly exposed?: true;
  /** The asset is in one of these audit scopes. */
  readonly scope?: readonly string[];
  /** One CVE: listed in the catalogue of known exploited vulnerabilities. */
  readonly kev?: true;
  /** One CVE: CISA's SSVC decision says exploitation is active. */
  readonly ssvcActive?: true;
  /** One CVE: scores this or more. */
  readonly cvssFrom?: number;
  readonly epssFrom?: number;
  /** One CVE: has no CVSS score. Holds as well when the advisory names no CVE. */
  readonly unscored?: true;
  /** Every CVE has a CVSS score, or the vendor's severity speaks for those without. */
  readonly allRated?: true;
}

/** One line of a method. The first line that holds decides. */
export interface RankRule {
  readonly id: string;
  /** null = not ranked. */
  readonly rank: Rank | null;
  readonly when: RankConditions;
  /** The line as it is shown and printed in the guide. */
  readonly words: string;
  /** A score is missing and something else stands in for it. */
  readonly fallback?: true;
  /** It rests on exploitation that somebody saw. */
  readonly exploited?: true;
}

/** Inputs in the order in which they are shown. */
export const rankInputKinds = [
  'kev',
  'ransomware',
  'ssvc',
  'cvss',
  'epss',
  'severity',
  'exposure',
  'scope',
  'criticality',
  'environment',
  'control',
] as const;

export type RankInputKind = (typeof rankInputKinds)[number];

/** Sources a method rests on: what of them is not known is listed with the rank. */
export type RankNeed = 'cvss' | 'epss' | 'severity' | 'exposure';

/** One published method. A method is never edited: another threshold is another version. */
export interface RankMethod {
  readonly version: number;
  readonly title: string;
  /** Values of exposure that count as exposed; null counts too. */
  readonly exposed: readonly string[];
  readonly rules: readonly RankRule[];
  /** When no rule holds. */
  readonly otherwise: RankRule;
  readonly needs: readonly RankNeed[];
  /** What is shown beside an input that no rule uses. */
  readonly idle: Readonly<Record<RankInputKind, string>>;
}
