import type { InstalledPackage } from '../inventory/observation.ts';
import { compareSign } from '../version/compare.ts';
import type { VersionScheme } from '../version/compare.ts';
import { readPlatform } from './platform.ts';

/** What feeds are asked about: one product in one installed version on one platform, whatever hosts have it. */
export interface AdviceKey {
  /** As `platformOf` writes it. */
  readonly platform: string;
  /** The product of findings: source package, `name.arch` on an RPM host. */
  readonly product: string;
  /** Version of the source package; of the binary one on an RPM host. */
  readonly version: string;
  /** The source package where the product is a binary one. */
  readonly source: string;
  /** RPM module stream `name:stream`. */
  readonly module: string;
}

const FIELD = '\t';

/** One text per key: what rows of the warehouse are joined by. */
export function adviceKeyText({ platform, product, version, source, module }: AdviceKey): string {
  return [platform, product, version, source, module].join(FIELD);
}

/** In place of a platform: no installed version is asked about, but a fix that other tools report. */
const REPORTED = 'report';

/** The key of a fix of a product that other tools report; '' = the report names no product. */
export function reportedKey({ fix, product }: { readonly fix: string; readonly product: string }): string {
  return adviceKeyText({ platform: REPORTED, product, version: fix, source: '', module: '' });
}

/** True for what `reportedKey` made. */
export function isReportedKey(text: string): boolean {
  return text.startsWith(`${REPORTED}${FIELD}`);
}

/** Reads what `adviceKeyText` wrote. */
export function readAdviceKey(text: string): AdviceKey {
  const [platform = '', product = '', version = '', source = '', module = ''] = text.split(FIELD);
  return { platform, product, version, source, module };
}

/** Whose advisories name source packages; the others name binary packages of one architecture. */
const bySource: readonly string[] = ['debian', 'ubuntu', 'alpine', 'arch', 'freebsd'];

/** Debian builds signed kernels from sources of their own, whose versions end in a number of theirs. */
const SIGNED = /^linux-signed-/;

/** The key of one installed package; the warehouse makes the same one of its columns. */
export function adviceKeyOf(platform: string, pkg: InstalledPackage): AdviceKey {
  if (bySource.includes(readPlatform(platform).ecosystem)) {
    const isSigned = SIGNED.test(pkg.source);
    const product = isSigned ? 'linux' : pkg.source;
    return { platform, product, version: isSigned ? pkg.version : pkg.sourceVersion, source: '', module: '' };
  }
  const { name, arch, version, source, module = '' } = pkg;
  return { platform, product: `${name}.${arch}`, version, source, module };
}

/**
 * The keys of everything installed, by the product of findings; of several versions of one source package the highest:
 * an old kernel stays installed beside the one that runs.
 */
export function adviceKeys(
  platform: string | null,
  scheme: VersionScheme,
  packages: readonly InstalledPackage[],
): ReadonlyMap<string, string> {
  const highest = new Map<string, AdviceKey>();
  if (platform === null) return new Map();
  for (const pkg of packages) {
    const key = adviceKeyOf(platform, pkg);
    const product = key.source === '' ? pkg.source : key.product;
    const known = highest.get(product);
    if (known === undefined || compareSign(scheme, key.version, known.version) === 1)
      highest.set(product, key);
  }
  return new Map([...highest].map(([product, key]) => [product, adviceKeyText(key)]));
}
