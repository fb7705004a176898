import { compareVersions } from '#core/version/compare.ts';
import type { VersionScheme } from '#core/version/compare.ts';

interface Package {
  readonly name: string;
  readonly installed: string | null;
  readonly fixed: string;
  readonly scheme?: VersionScheme | undefined;
  readonly why: string | null;
}

export interface WorstInstalled extends Package {
  readonly installed: string;
  readonly asset: string;
}

/** The lowest version that stands anywhere among open findings; one that cannot be compared never replaces another. */
export function worstInstalled(
  findings: readonly {
    readonly asset: string;
    readonly verdict: string;
    readonly packages: readonly Package[];
  }[],
): WorstInstalled | null {
  let worst: WorstInstalled | null = null;
  for (const { asset, verdict, packages } of findings) {
    if (verdict === 'pass') continue;
    for (const pkg of packages) {
      if (pkg.installed === null) continue;
      const candidate = { ...pkg, installed: pkg.installed, asset };
      if (worst === null || isLower(candidate, worst)) worst = candidate;
    }
  }
  return worst;
}

function isLower(a: WorstInstalled, b: WorstInstalled): boolean {
  const comparison = compareVersions(a.scheme ?? 'deb', a.installed, b.installed);
  return comparison.kind === 'ordered' && comparison.sign < 0;
}
