import type { InstalledPackage } from '../inventory/observation.ts';
import { compareSign } from '../version/compare.ts';
import type { VersionScheme } from '../version/compare.ts';
import type { AnswerOf } from './feed-answer.ts';
import { readPlatform } from './platform.ts';
import { isPurl, schemeOfProduct } from './purl-scheme.ts';

/** What feeds are asked about: one product in one installed version on one platform, whatever hosts have it. */
export interface AdviceKey {
  /** As `platformOf` writes it. */
  readonly platform: string;
  /** The product of findings: source package, `name.arch` on an RPM or Windows host, a purl without version. */
  readonly product: string;
  /** Version of the source package; of the binary one on an RPM host, of the product itself elsewhere. */
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

/**
 * Signed kernels have sources of their own: Debian's (`linux-signed-amd64`) with versions that end in a number of theirs,
 * Ubuntu's (`linux-signed`, `linux-signed-aws`) with those of the kernel that they sign.
 */
const SIGNED = /^linux-signed(?=-|$)/;

/** Packages of languages are the same on every system. */
const PURL_PLATFORM = 'purl/';

/**
 * The key of one installed package; the warehouse makes the same one of its columns. null = no feed speaks of its
 * platform.
 */
export function adviceKeyOf(platform: string | null, pkg: InstalledPackage): AdviceKey | null {
  const { name, arch, version, source, module = '' } = pkg;
  if (isPurl(name)) return { platform: PURL_PLATFORM, product: name, version, source: '', module: '' };
  if (platform === null) return null;
  const { ecosystem } = readPlatform(platform);
  if (ecosystem === 'debian' && source.startsWith('linux-signed-'))
    return { platform, product: 'linux', version, source: '', module: '' };
  if (bySource.includes(ecosystem)) {
    const product = ecosystem === 'ubuntu' ? source.replace(SIGNED, 'linux') : source;
    return { platform, product, version: pkg.sourceVersion, source: '', module: '' };
  }
  return { platform, product: `${name}.${arch}`, version, source, module };
}

/** The text of that key. */
export function adviceKeyTextOf(platform: string | null, pkg: InstalledPackage): string | null {
  const key = adviceKeyOf(platform, pkg);
  return key && adviceKeyText(key);
}

export interface Keying {
  /** What findings are kept by. */
  readonly product: (pkg: InstalledPackage) => string;
  readonly answerOf: AnswerOf;
}

/**
 * The keys of everything installed, by the product of findings. Of several versions of one product that which lacks a
 * fix by what feeds say, else the highest: an old kernel stays installed beside the one that runs.
 */
export function adviceKeys(
  platform: string | null,
  scheme: VersionScheme,
  packages: readonly InstalledPackage[],
  { product, answerOf }: Keying,
): ReadonlyMap<string, string> {
  const chosen = new Map<string, AdviceKey>();
  const lacks = (key: AdviceKey) => isPurl(key.product) && isMissing(answerOf(adviceKeyText(key)));
  for (const pkg of packages) {
    const key = adviceKeyOf(platform, pkg);
    if (key === null) continue;
    const name = product(pkg);
    const known = chosen.get(name);
    const isHigher =
      known !== undefined && compareSign(schemeOfProduct(name, scheme), key.version, known.version) === 1;
    if (known === undefined || (lacks(known) === lacks(key) ? isHigher : lacks(key))) chosen.set(name, key);
  }
  for (const [name, key] of kernelsBehind(platform, scheme, packages))
    if (chosen.has(name)) chosen.set(name, key);
  return new Map([...chosen].map(([name, key]) => [name, adviceKeyText(key)]));
}

/**
 * Ubuntu's kernels come as packages of new names, by a meta package of another source (`linux-meta-aws`) that no feed names:
 * what it lacks is what the newest kernel lacks that it brought (`linux-aws`). By the source of the meta package.
 */
function kernelsBehind(
  platform: string | null,
  scheme: VersionScheme,
  packages: readonly InstalledPackage[],
): ReadonlyMap<string, AdviceKey> {
  const kernels = new Map<string, AdviceKey>();
  if (platform === null || readPlatform(platform).ecosystem !== 'ubuntu') return kernels;
  for (const pkg of packages) {
    const key = /^linux-(?:image|modules)-(?:unsigned-)?\d/.test(pkg.name)
      ? adviceKeyOf(platform, pkg)
      : null;
    if (key === null) continue;
    const meta = key.product.replace(/^linux(?=-|$)/, 'linux-meta');
    const known = kernels.get(meta);
    if (known === undefined || compareSign(scheme, key.version, known.version) === 1) kernels.set(meta, key);
  }
  return kernels;
}

function isMissing(answer: ReturnType<AnswerOf>): boolean {
  return answer !== null && answer.fixed !== null;
}
