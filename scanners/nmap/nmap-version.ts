/** `-sn` came with 5.30BETA1; 5.50 was the first stable release that has all flags of the profiles. */
export const NEEDED_NMAP = '5.50';

const [NEEDED_MAJOR, NEEDED_MINOR] = [5, 50];

/** What `nmap --version` or the head of its XML calls itself; null = it does not say. */
export function readNmapVersion(text: string): string | null {
  const said = /Nmap version (\d+\.\d+)|<nmaprun\b[^>]*\sversion="(\d+\.\d+)/i.exec(text.slice(0, 4096));
  return said?.[1] ?? said?.[2] ?? null;
}

export function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < NEEDED_MAJOR || (major === NEEDED_MAJOR && minor < NEEDED_MINOR);
}
