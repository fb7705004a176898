import type { FindingPackage } from '#core/advisory/finding-state.ts';
import type { HostObservation } from '#core/inventory/observation.ts';

/** A security advisory as the host's own repositories tell of it; nothing of it sets a rank or starts a clock. */
export interface ToldAdvisory {
  readonly id: string;
  /** The vendor's word in lower case; null = none given. */
  readonly severity: string | null;
  readonly cves: readonly string[];
}

/**
 * The security advisories that name the fixed versions of these packages, by the host's own package index; empty where
 * its family's index knows none.
 */
export function hostAdvisories(
  observation: Pick<HostObservation, 'advisories'> | null,
  packages: readonly Pick<FindingPackage, 'name' | 'arch' | 'fixed'>[],
): readonly ToldAdvisory[] {
  return (observation?.advisories ?? [])
    .filter(({ kind }) => kind === 'security')
    .filter((advisory) =>
      advisory.packages.some(({ name, arch, version }) =>
        packages.some((pkg) => pkg.name === name && pkg.arch === arch && pkg.fixed === version),
      ),
    )
    .map(({ id, severity, cves }) => ({ id, severity, cves }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
