/** Name, architecture and version of one RPM package. */
export interface PackageId {
  readonly name: string;
  readonly arch: string;
  /** `[epoch:]version-release`, without an epoch of 0. */
  readonly version: string;
}

/** Version of a package from its tags; rpm prints `(none)` for an absent epoch, dnf prints 0. */
export function versionOf(epoch: string, version: string, release: string): string {
  const plain = `${version}-${release}`;
  return epoch === '' || epoch === '(none)' || /^0+$/.test(epoch) ? plain : `${epoch}:${plain}`;
}

const MAX_NEVRA = 512;

/**
 * Reads `name-[epoch:]version-release.arch`, or yum's older form with the epoch in front of the name. null = none.
 * @example readNevra('openssl-1:3.0.7-27.el9.x86_64') // openssl, x86_64, 1:3.0.7-27.el9
 */
export function readNevra(text: string): PackageId | null {
  if (text.length > MAX_NEVRA) return null;
  const dot = text.lastIndexOf('.');
  const dash = text.lastIndexOf('-', dot);
  const before = dash < 1 ? -1 : text.lastIndexOf('-', dash - 1);
  if (before < 1) return null;
  const [evOrVersion = '', last] = text.slice(before + 1, dash).split(':', 2);
  const front = /^(\d+):(.+)$/.exec(text.slice(0, before));
  const name = front?.[2] ?? text.slice(0, before);
  const epoch = last === undefined ? (front?.[1] ?? '') : evOrVersion;
  const version = last ?? evOrVersion;
  const release = text.slice(dash + 1, dot);
  const arch = text.slice(dot + 1);
  const sound = [name, version, release, arch].every((part) => /^[\w.+~^-]+$/.test(part));
  return sound && /^\d*$/.test(epoch) ? { name, arch, version: versionOf(epoch, version, release) } : null;
}

/**
 * The line of releases a version belongs to, read from its release: a module stream, Oracle's ksplice or FIPS
 * builds, or the plain one (empty). Their versions and epochs are not meant to be compared with each other.
 */
export function releaseLine(version: string): 'module' | 'ksplice' | 'fips' | '' {
  if (/\.module[+_]/.test(version)) return 'module';
  if (/\.ksplice\d*\./.test(version)) return 'ksplice';
  return version.endsWith('_fips') ? 'fips' : '';
}

/**
 * True when a name matches a shell pattern of `*` and `?`. Linear in practice: only the last star is tried again,
 * so that no pattern of a host can make it slow.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let resume = 0;
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p;
      resume = n;
      p += 1;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p += 1;
      n += 1;
    } else if (star >= 0) {
      p = star + 1;
      resume += 1;
      n = resume;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(p));
}
