import type { HostObservation } from '#core/inventory/observation.ts';
import { compareSign } from '#core/version/compare.ts';
import type { VersionScheme } from '#core/version/compare.ts';
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
  // Where one name holds all releases, the running version itself tells which fix is in use.
  const runs = observation.family === 'redhat' ? { runs: runningPackage } : {};
  return { rebootPending, bootedAt, ...runs };
}

/**
 * Debian and Ubuntu name an image per release; the RPM families keep one name for all of theirs, and deliver image
 * and modules apart. Headers, tools and documentation take effect without a boot.
 */
const KERNEL_PACKAGE =
  /^(?:linux-image-.*|(kernel(?:-(?:rt|uek|64k|16k|debug|auto|ml|lt|PAE|default|azure))*)(?:-(?:core|modules(?:-(?:core|extra|internal|partner))?))?)$/;

/** True for a package that holds a kernel, on any family. */
export function isKernelPackage(name: string): boolean {
  return KERNEL_PACKAGE.test(name);
}

/** True when a fix takes effect only with the next boot. */
export function isKernel(tier: Tier): boolean {
  return Object.keys(tier.targets).some((key) => isKernelPackage(splitKey(key).name));
}

/**
 * True when an update of a kernel is on disk but the kernel that runs is older than its fix. What is installed of
 * another variant than the running one (Oracle's UEK beside the compatible kernel) waits for no boot.
 */
export function waitsForBoot(tier: Tier, kernel: KernelLoad | null, scheme: VersionScheme): boolean {
  if (kernel === null || !isKernel(tier)) return false;
  const { runs } = kernel;
  if (!runs) return kernel.rebootPending;
  const variant = variantOf(runs.name);
  return Object.entries(tier.targets).some(
    ([key, target]) =>
      variantOf(splitKey(key).name) === variant && (compareSign(scheme, runs.version, target) ?? -1) === -1,
  );
}

/** `kernel-uek-core` → `kernel-uek`; null = no kernel of an RPM family. */
function variantOf(name: string): string | null {
  return KERNEL_PACKAGE.exec(name)?.[1] ?? null;
}
