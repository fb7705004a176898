import type { HostObservation } from '#core/inventory/observation.ts';
import { debSign } from '#core/version/deb.ts';
import type { KernelLoad, Tier } from './finding-state.ts';

/** What runs: null in a container, where the kernel is the host's, and when no package owns the running one. */
export function kernelLoad(observation: HostObservation): KernelLoad | null {
  const { inContainer, runningPackage, installedImages, bootedAt = null } = observation.kernel;
  if (inContainer || !runningPackage) return null;
  const rebootPending = installedImages.some((image) => debSign(image.version, runningPackage.version) === 1);
  return { rebootPending, bootedAt };
}

/** True when a fix takes effect only with the next boot. */
export function isKernel(tier: Tier): boolean {
  return Object.keys(tier.targets).some((key) => key.startsWith('linux-image-'));
}
