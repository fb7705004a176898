/*
 * From nmap's own CHANGELOG (https://nmap.org/changelog.html, shipped with it), by which release each thing that is asked
 * of it came: `--version-light` 3.90, `--max-retries` and `--host-timeout` with a unit 3.96BETA1 (all with hyphens 3.98BETA1);
 * `-sn` as another name of `-sP` 5.10BETA1, so in a stable release 5.20; networks of IPv6 addresses (2001:db8::/120) 6.40.
 */

/** For all that the profiles ask. */
export const NEEDED_NMAP = '5.20';

const NEEDED_FOR_IPV6_NETWORKS = '6.40';

/** What `nmap --version` or the head of its XML calls itself; null = it does not say. */
export function readNmapVersion(text: string): string | null {
  const said = /Nmap version (\d+\.\d+)|<nmaprun\b[^>]*\sversion="(\d+\.\d+)/i.exec(text.slice(0, 4096));
  return said?.[1] ?? said?.[2] ?? null;
}

/** The oldest nmap that scans these targets. @param specs as nmap gets them */
export function neededNmap(specs: readonly string[]): string {
  return specs.some((spec) => spec.includes(':') && spec.includes('/'))
    ? NEEDED_FOR_IPV6_NETWORKS
    : NEEDED_NMAP;
}

/** Minor versions are numbers of two digits: 5.5 would be older than 5.20. */
export function isTooOld(version: string, needed: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = needed.split('.').map(Number);
  return major < neededMajor || (major === neededMajor && minor < neededMinor);
}
