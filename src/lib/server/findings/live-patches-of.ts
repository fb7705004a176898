import { hasEnded } from '#core/advisory/finding-state.ts';
import type { FindingEnd, FindingPackage } from '#core/advisory/finding-state.ts';
import { isKernelPackage } from '#core/advisory/kernel.ts';
import type { AssetFacts } from '#core/inventory/asset-facts.ts';

interface Patched extends FindingEnd {
  readonly packages: readonly Pick<FindingPackage, 'name'>[];
  readonly cves: readonly string[];
}

/**
 * What live patches of the running kernel say of an open finding of a kernel: a remark, which closes nothing, because
 * the fixed kernel does not run. null = there are none, or it is about something else.
 */
export function livePatchesOf(finding: Patched, facts: Pick<AssetFacts, 'livePatches'> | null) {
  const patches = facts?.livePatches;
  if (!patches || hasEnded(finding) || !finding.packages.some(({ name }) => isKernelPackage(name)))
    return null;
  return {
    ...patches,
    /** Flaws of the finding that they name, and those that they do not. */
    mended: finding.cves.filter((cve) => patches.cves.includes(cve)),
    left: finding.cves.filter((cve) => !patches.cves.includes(cve)),
  };
}
