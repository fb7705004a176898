import { debianCodename } from '#core/advisory/debian-codename.ts';
import type { OperatingSystem } from '#core/inventory/observation.ts';

/** A release of a distribution as a bill of materials names it. */
export interface Distribution extends OperatingSystem {
  /** The same for two spellings of one release. */
  readonly key: string;
}

/** ID of os-release by the words that purls and tools use. */
const IDS = new Map([
  ['redhat', 'rhel'],
  ['rockylinux', 'rocky'],
  ['alma', 'almalinux'],
  ['oracle', 'ol'],
  ['oraclelinux', 'ol'],
  ['amazon', 'amzn'],
  ['amazonlinux', 'amzn'],
]);

/**
 * The release of `debian-12`, `alpine-3.18.4`, `bookworm`, or of a name and a version of their own. A bare version is
 * of the distribution that the purl's namespace names. null = none is named.
 */
export function distributionOf(
  text: string | null,
  version: string | null,
  namespace: string | null = null,
): Distribution | null {
  const given = (text ?? '').trim().toLowerCase();
  if (given === '') return null;
  if (version !== null) return release(given, version);
  const [, name, number] = /^([a-z][a-z-]*?)[-: ](\d[\w.]*)$/.exec(given) ?? [];
  if (name !== undefined && number !== undefined) return release(name, number);
  if (namespace === null) return null;
  return /^\d/.test(given) ? release(namespace, given) : codenamed(namespace, given);
}

function codenamed(id: string, codename: string): Distribution | null {
  if (!/^[a-z]{3,20}$/.test(codename)) return null;
  return { key: `${id} ${codename}`, id, versionId: null, codename, prettyName: `${id} ${codename}` };
}

function release(name: string, number: string): Distribution {
  const id = IDS.get(name) ?? name;
  // Point releases of Debian are one release.
  const versionId = id === 'debian' ? (number.split('.')[0] ?? number) : number;
  const codename = id === 'debian' ? debianCodename(versionId) : null;
  return { key: `${id} ${codename ?? versionId}`, id, versionId, codename, prettyName: `${id} ${versionId}` };
}
