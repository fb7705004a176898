import { effectiveRank } from './rank.ts';
import type { Rank } from './rank.ts';

/** What is known about a finding and its asset that a rule may depend on; null = not known. */
export interface FindingAttributes {
  readonly rank: Rank | null;
  readonly severity?: string | null;
  readonly kev?: boolean | null;
  readonly exposure?: string | null;
  readonly environment?: string | null;
  /** Audit scopes the asset is in, such as `pci`. */
  readonly scopes?: readonly string[];
  readonly unit?: string | null;
  readonly groups?: readonly string[];
  readonly assetClass?: string | null;
}

/** All that are given must hold; within one list any value will do. */
export interface Conditions {
  readonly rank?: readonly Rank[];
  readonly severity?: readonly string[];
  readonly kev?: boolean;
  /** Whether anything is known that ranks it. */
  readonly ranked?: boolean;
  readonly exposure?: readonly string[];
  readonly environment?: readonly string[];
  readonly scope?: readonly string[];
  readonly unit?: readonly string[];
  readonly group?: readonly string[];
  readonly assetClass?: readonly string[];
}

function allows(
  wanted: readonly string[] | undefined,
  values: readonly (string | null | undefined)[],
): boolean {
  return wanted === undefined || values.some((value) => typeof value === 'string' && wanted.includes(value));
}

/**
 * True when a rule with these conditions applies. An attribute that is not known meets no condition on it,
 * except the rank, which counts as high until it is known.
 */
export function conditionsHold(conditions: Conditions | undefined, found: FindingAttributes): boolean {
  if (conditions === undefined) return true;
  return (
    (conditions.kev === undefined || conditions.kev === found.kev) &&
    (conditions.ranked === undefined || conditions.ranked === (found.rank !== null)) &&
    allows(conditions.rank, [effectiveRank(found.rank)]) &&
    allows(conditions.severity, [found.severity]) &&
    allows(conditions.exposure, [found.exposure]) &&
    allows(conditions.environment, [found.environment]) &&
    allows(conditions.scope, found.scopes ?? []) &&
    allows(conditions.unit, [found.unit]) &&
    allows(conditions.group, found.groups ?? []) &&
    allows(conditions.assetClass, [found.assetClass])
  );
}
