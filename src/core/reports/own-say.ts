import { compareSign } from '#core/version/compare.ts';
import type { VersionScheme } from '#core/version/compare.ts';

/** A version of a product as our own scans saw it installed. */
export interface OwnVersion {
  readonly version: string;
  readonly fromAt: number;
  /** null = still so. */
  readonly untilAt: number | null;
}

/** What our own complete scans say of one product of an asset. */
export interface OwnSay {
  /** Start of the first of our scans that saw the product, UTC ms. */
  readonly knownFromAt: number;
  readonly versions: readonly OwnVersion[];
}

/** The version that a tool says fixes the flaw; null = it says none that can be compared. */
export interface ToldFix {
  readonly version: string;
  readonly scheme: VersionScheme;
}

/**
 * From when our own scans prove a reported flaw fixed, at or after `fromAt`: every installed version of the product is
 * at or above each version that the tools name, or a complete list is without it. null = never so far.
 */
export function provenFixedAt(own: OwnSay, told: readonly (ToldFix | null)[], fromAt: number): number | null {
  const instants = own.versions.flatMap((one) => [one.fromAt, one.untilAt ?? one.fromAt]);
  const later = [...new Set([own.knownFromAt, ...instants])].filter(
    (at) => at >= own.knownFromAt && at > fromAt,
  );
  for (const at of later.sort((a, b) => a - b)) {
    const installed = own.versions.filter(
      (one) => one.fromAt <= at && (one.untilAt === null || one.untilAt > at),
    );
    if (installed.every(({ version }) => told.every((fix) => reaches(version, fix)))) return at;
  }
  return null;
}

function reaches(version: string, fix: ToldFix | null): boolean {
  if (fix === null) return false;
  const sign = compareSign(fix.scheme, version, fix.version);
  return sign === 0 || sign === 1;
}
