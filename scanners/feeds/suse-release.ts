/** A release of SUSE's, as Statement names it. */
export interface SuseRelease {
  /** `15.5` (SUSE Linux Enterprise), `leap-15.5`, `micro-5.5`, `tumbleweed`. */
  readonly release: string;
  /** The entitlement that carries the package where it is not the release's own: `ltss`, `espos`, `live-patching`. */
  readonly repository: string | null;
}

/** Entitlements of their own, by the product's name in CPEs. */
const ENTITLEMENTS: readonly (readonly [RegExp, string])[] = [
  [/ltss/, 'ltss'],
  [/espos/, 'espos'],
  [/teradata/, 'teradata'],
  [/live-patching|live_patching/, 'live-patching'],
  [/-bcl$|_bcl$/, 'bcl'],
  // It gets fixes for longer than the plain server, which must not count as one for that.
  [/^sles_sap$|^sles-sap$|-sap$/, 'sap'],
];

/**
 * Reads a CPE of SUSE's or openSUSE's; null where it is none, or of a product that is not a release.
 * @example readSuseRelease('cpe:/o:suse:suse_sles_ltss:11:sp2') // { release: '11.2', repository: 'ltss' }
 */
export function readSuseRelease(cpe: string): SuseRelease | null {
  const parts = cpe.length > 300 ? [] : cpe.split(':');
  const start = cpe.startsWith('cpe:2.3:') ? 3 : 2;
  const [vendor, product = '', version = '', update = ''] = parts.slice(start);
  if (vendor === 'opensuse') return openSuse(product, version);
  if (vendor !== 'suse') return null;
  if (/micro/.test(product)) return versioned('micro-', version, null);
  const [, major] = /^(\d{1,2})(?:\.\d{1,2})?$/.exec(version) ?? [];
  if (major === undefined) return null;
  const [, pack] = /^sp(\d)$/i.exec(update) ?? [];
  const [, repository = null] = ENTITLEMENTS.find(([words]) => words.test(product)) ?? [];
  return { release: pack === undefined ? version : `${major}.${pack}`, repository };
}

function openSuse(product: string, version: string): SuseRelease | null {
  if (product === 'tumbleweed') return { release: 'tumbleweed', repository: null };
  if (/micro/.test(product)) return versioned('micro-', version, null);
  return product === 'leap' || product === 'opensuse' ? versioned('leap-', version, null) : null;
}

function versioned(prefix: string, version: string, repository: string | null): SuseRelease | null {
  return /^\d{1,2}\.\d{1,2}$/.test(version) ? { release: `${prefix}${version}`, repository } : null;
}
