import { parseRpm } from '#core/version/rpm-syntax.ts';

/** Name, architecture and version of an RPM package as vendors write them in one text. */
export interface RpmName {
  readonly name: string;
  readonly arch: string;
  /** `epoch:version-release`. */
  readonly evr: string;
}

/** Architectures of rpm's own table (rpmrc), with those of source packages: what may stand behind the last dot. */
const ARCHITECTURES = new Set(
  (
    'noarch src nosrc x86_64 x86_64_v2 aarch64 aarch64_ilp32 i386 i486 i586 i686 ia64 ppc ppc64 ppc64le ' +
    'ppc64p7 s390 s390x armv6hl armv7hl armv7hnl armhfp riscv64 loongarch64 athlon amd64 alpha sparc sparc64 mips64el'
  ).split(' '),
);

export function isRpmArchitecture(text: string): boolean {
  return ARCHITECTURES.has(text);
}

export function isSourceArchitecture(arch: string): boolean {
  return arch === 'src' || arch === 'nosrc';
}

/** Names as rpm builds them, at most 200 characters. */
export function isRpmPackageName(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.+~-]{0,199}$/.test(text);
}

/** `epoch:version-release`; null where rpm could not read it. An epoch that is not said is 0. */
export function evrOf(epoch: string | null, version: string, release: string): string | null {
  const evr = `${epoch === null || epoch === '' ? '0' : epoch}:${version}-${release}`;
  const parsed = evr.length <= 300 ? parseRpm(evr) : 'too long';
  return typeof parsed === 'string' || parsed.release === null ? null : evr;
}

/**
 * Reads `name-[epoch:]version-release.arch`, with or without `.rpm`; null where it is not one.
 * @example parseNevra('cri-tools-0:1.29.0-3.1.el9.aarch64') // cri-tools, aarch64, 0:1.29.0-3.1.el9
 */
export function parseNevra(raw: string): RpmName | null {
  if (raw.length > 500) return null;
  const text = raw.endsWith('.rpm') ? raw.slice(0, -4) : raw;
  const dot = text.lastIndexOf('.');
  const arch = text.slice(dot + 1);
  const releaseAt = text.lastIndexOf('-', dot);
  const versionAt = text.lastIndexOf('-', releaseAt - 1);
  if (dot < 0 || releaseAt < 1 || versionAt < 1 || !isRpmArchitecture(arch)) return null;
  const version = text.slice(versionAt + 1, releaseAt);
  const colon = version.indexOf(':');
  const evr = evrOf(
    colon < 0 ? null : version.slice(0, colon),
    version.slice(colon + 1),
    text.slice(releaseAt + 1, dot),
  );
  const name = text.slice(0, versionAt);
  return evr !== null && isRpmPackageName(name) ? { name, arch, evr } : null;
}

/** Major release in a package's release such as `10.el8_4.1`; null where it names none. */
export function enterpriseRelease(release: string): string | null {
  return /(?:^|[._+])el(\d{1,2})(?![0-9])/.exec(release)?.[1] ?? null;
}
