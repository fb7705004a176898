import type { ClockName } from './clock-name.ts';
import type { Conditions } from './conditions.ts';
import { defaultExceptionLimits } from '../exception/exception-limits.ts';
import type { ExceptionLimits } from '../exception/exception-limits.ts';
import type { RankMethodVersion } from '../ranking/rank-method.ts';
import type { OperatingRules } from './operating-rules.ts';
import type { PolicyRecord } from './policy-record.ts';
import type { Rank } from './rank.ts';

export type { ClockName } from './clock-name.ts';
export type { Conditions } from './conditions.ts';
export type { Rank } from './rank.ts';

/** Whose rule it is: the entity's own policy, a framework's must, a rule not yet in force, or advice. */
export const bindings = ['own', 'must', 'proposed', 'advisory'] as const;

export type Binding = (typeof bindings)[number];

/** Rules that share an id form a list: the first whose conditions hold gives the finding its deadline. */
export interface PolicyRule {
  readonly id: string;
  readonly name: string;
  readonly clock: ClockName;
  /** ISO 8601 durations, see `parseDuration`. */
  readonly limits: Readonly<Record<Rank, string>>;
  readonly binding: Binding;
  readonly conditions?: Conditions;
  /** What is to be done by then: rank the finding; absent = install the fix. */
  readonly task?: 'rank';
}

/** One published, unchangeable version of the policy. */
export interface PolicyVersion extends OperatingRules {
  readonly version: number;
  /** First instant whose clocks it governs, ms since 1970 UTC. */
  readonly effectiveFromAt: number;
  /** IANA zone in which days are counted. */
  readonly zone: string;
  readonly rules: readonly PolicyRule[];
  /** A sufficient scan this long before the due date counts as coverage. */
  readonly coverageWindow: string;
  /** Package lists fetched longer ago than this are stale. */
  readonly staleLists: string;
  /** A security archive without Valid-Until whose Date is older than this is stale. */
  readonly staleArchive: string;
  /** A feed received longer ago than this is stale; absent = 7 days. */
  readonly staleFeeds?: string;
  /** How findings are ranked whose clock it governs; absent = method 1. */
  readonly rankMethod?: RankMethodVersion;
  /** Gives open findings that are not yet due a second deadline, no earlier than `grace` after the start. */
  readonly alsoOpen?: { readonly grace: string };
  /** Absent: it came with the installation, or from a program. */
  readonly record?: PolicyRecord;
  /** What exceptions may be; absent = `defaultExceptionLimits`. */
  readonly exceptions?: ExceptionLimits;
}

/** The policy a new installation starts with. */
export function firstTemplate(zone: string, effectiveFromAt: number): PolicyVersion {
  return {
    version: 1,
    effectiveFromAt,
    zone,
    rules: [
      {
        id: 'own',
        name: 'Patch by rank, from first detection',
        clock: 'first_detected',
        limits: { severe: 'P5D', high: 'P30D', medium: 'P60D', low: 'P90D' },
        binding: 'own',
      },
    ],
    coverageWindow: 'P30D',
    staleLists: 'P7D',
    staleArchive: 'P14D',
  };
}

/** To stay unranked is an obligation of its own. */
export const rankDuty: PolicyRule = {
  id: 'rank',
  name: 'Rank within 7 days, from first detection',
  clock: 'first_detected',
  limits: { severe: 'P7D', high: 'P7D', medium: 'P7D', low: 'P7D' },
  binding: 'own',
  conditions: { ranked: false },
  task: 'rank',
};

/**
 * The template since ranks are worked out of scores and surroundings (ranking method 2): to stay unranked is an
 * obligation missed after 7 days (PCI DSS v4.0.1 6.3.1: vulnerabilities are assigned a risk ranking).
 */
export function rankingTemplate(zone: string, effectiveFromAt: number, version = 1): PolicyVersion {
  const first = firstTemplate(zone, effectiveFromAt);
  return {
    ...first,
    version,
    rules: [...first.rules, rankDuty],
    staleFeeds: 'P7D',
    rankMethod: 2,
    exceptions: defaultExceptionLimits,
  };
}

/**
 * The version that governs a clock that starts at `at`: the latest in effect then, the higher number when
 * two start together; before the first one, the first. Undefined only without any version.
 */
export function policyInForce(policies: readonly PolicyVersion[], at: number): PolicyVersion | undefined {
  let [chosen, first]: (PolicyVersion | undefined)[] = [];
  for (const policy of policies) {
    if (first === undefined || policy.version < first.version) first = policy;
    if (policy.effectiveFromAt <= at && (chosen === undefined || isNewer(policy, chosen))) chosen = policy;
  }
  return chosen ?? first;
}

/** The method that ranks a finding: that of the version in force when it was first detected. */
export function rankMethodFor(policies: readonly PolicyVersion[], at: number): RankMethodVersion {
  return policyInForce(policies, at)?.rankMethod ?? 1;
}

/** What exceptions may be under a version of the policy. */
export function exceptionLimitsOf({ exceptions }: Pick<PolicyVersion, 'exceptions'>): ExceptionLimits {
  return exceptions ?? defaultExceptionLimits;
}

function isNewer(a: PolicyVersion, b: PolicyVersion): boolean {
  return (
    a.effectiveFromAt > b.effectiveFromAt ||
    (a.effectiveFromAt === b.effectiveFromAt && a.version > b.version)
  );
}
