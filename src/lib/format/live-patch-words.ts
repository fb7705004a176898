import { countOf } from './numbers.ts';

interface Patches {
  readonly modules: readonly string[];
  readonly state: string | null;
  readonly version: string | null;
  readonly cves: readonly string[];
}

/** `applied, version 104.1, 38 CVEs` or `2 modules loaded, no CVE named`: what is patched in memory, in few words. */
export function livePatchWords({ modules, state, version, cves }: Patches): string {
  const loaded = modules.length > 0 ? `${countOf(modules.length, 'module')} loaded` : null;
  const named = cves.length > 0 ? countOf(cves.length, 'CVE') : 'no CVE named';
  return [state ?? loaded, version === null ? null : `version ${version}`, named]
    .filter((word) => word !== null)
    .join(', ');
}
