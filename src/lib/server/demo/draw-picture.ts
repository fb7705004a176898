import type { HostPicture, PictureKernel, PicturePackage } from './host-picture.ts';
import { isWindows } from './host-products.ts';
import type { HostNow, KernelNow, ProductNow } from './host-now.ts';
import { kernelImage } from './linux-releases.ts';
import type { DemoHost } from './simulate-estate.ts';

/**
 * The host as a scan finds it now.
 * @param offered what it could install, by product, as a number of updates
 */
export function drawPicture(
  { host, products, kernel, log }: HostNow,
  offered: readonly number[],
): HostPicture {
  const packages = products.flatMap((one, index) => packagesOf(one, offered[index] ?? one.step));
  const kernelProduct = products.find(({ product }) => product.isKernel);
  const drawn = kernelProduct && drawKernel(host, kernelProduct, kernel);
  const images = drawn && !drawn.isOnePackage ? drawn.packages : [];
  return {
    packages: [...packages, ...images].sort((a, b) => (a.name < b.name ? -1 : 1)),
    kernel: drawn?.kernel ?? null,
    log: [...log],
  };
}

function packagesOf({ product, step, installedAt }: ProductNow, offered: number): PicturePackage[] {
  return product.packages.map((name) => ({
    name,
    arch: product.arch,
    version: product.versionAt(step),
    source: product.product,
    baseVersion: product.versionAt(0),
    missing: offered > step ? product.versionAt(offered) : null,
    held: false,
    installedAt,
  }));
}

/** The running and the newest image; where kernels are packages of their own name, both are installed. */
function drawKernel(
  { release }: DemoHost,
  { product, step, installedAt }: ProductNow,
  running: KernelNow,
): { kernel: PictureKernel; packages: PicturePackage[]; isOnePackage: boolean } | null {
  if (release === null || isWindows(release)) return null;
  const images = [...new Set([running.step, step])]
    .sort((a, b) => a - b)
    .map((one) => {
      const version = product.versionAt(one);
      return { ...kernelImage(release, version), version };
    });
  const own = kernelImage(release, product.versionAt(running.step));
  const packages = images.map(({ name, version }): PicturePackage => ({
    name,
    arch: product.arch,
    version,
    source: product.product,
    baseVersion: version,
    missing: null,
    held: false,
    installedAt,
  }));
  return {
    kernel: {
      running: own.running,
      package: { name: own.name, version: product.versionAt(running.step) },
      images: images.map(({ name, version }) => ({ name, version })),
      bootedAt: running.bootedAt,
      rebootNeeded: running.step < step,
    },
    packages,
    isOnePackage: product.packages.includes(own.name),
  };
}
