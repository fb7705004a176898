import type { HostObservation } from '#core/inventory/observation.ts';
import { compareSign } from '#core/version/compare.ts';
import type { KernelLoad, Tier } from './finding-state.ts';
import { splitKey } from './tiers.ts';

/** What runs: null in a container, where the kernel is the host's, and when no package owns the running one. */
export function kernelLoad(observation: HostObservation): KernelLoad | null {
  const { inContainer, runningPackage, installedImages, bootedAt = null } = observation.kernel;
  if (inContainer || !runningPackage) return null;
  const { versionScheme } = observation;
  const rebootPending = installedImages.some(
    (image) => compareSign(versionScheme, image.version, runningPackage.version) === 1,
  );
  return { rebootPending, bootedAt };
}

/** Debian and Ubuntu name an image per release; the RPM families keep one name for all of theirs. */
const KERNEL_PACKAGE = /^(?:linux-image-.*|kernel(?:-core|-rt-core|-uek-core|-default)?)$/;

/** True for a package that holds a kernel, on any family. */
export function isKernelPackage(name: string): boolean {
  return KERNEL_PACKAGE.test(name);
}

/** True when a fix takes effect only with the next boot. */
export function isKernel(tier: Tier): boolean {
  return Object.keys(tier.targets).some((key) => isKernelPackage(splitKey(key).name));
}
