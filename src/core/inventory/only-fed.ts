import { readPlatform } from '../advisory/platform.ts';
import { isPurl, purlTypeOf } from '../advisory/purl-scheme.ts';
import type { HostObservation, InstalledPackage } from './observation.ts';

/** Whose feeds alone judge what is installed, sorted: of packages of languages, and on a bill of materials of all. */
export function onlyFed(
  family: HostObservation['family'],
  platform: string | null,
  packages: readonly InstalledPackage[],
): readonly string[] {
  const systems = new Set<string>();
  for (const { name } of packages) {
    if (isPurl(name)) systems.add(purlTypeOf(name));
    else if (family === 'sbom' && platform !== null) systems.add(readPlatform(platform).ecosystem);
  }
  return [...systems].sort();
}
