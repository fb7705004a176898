/** Versions of Ubuntu's releases by codename (https://wiki.ubuntu.com/Releases), from the oldest that is still kept. */
const VERSIONS = new Map([
  ['trusty', '14.04'],
  ['utopic', '14.10'],
  ['vivid', '15.04'],
  ['wily', '15.10'],
  ['xenial', '16.04'],
  ['yakkety', '16.10'],
  ['zesty', '17.04'],
  ['artful', '17.10'],
  ['bionic', '18.04'],
  ['cosmic', '18.10'],
  ['disco', '19.04'],
  ['eoan', '19.10'],
  ['focal', '20.04'],
  ['groovy', '20.10'],
  ['hirsute', '21.04'],
  ['impish', '21.10'],
  ['jammy', '22.04'],
  ['kinetic', '22.10'],
  ['lunar', '23.04'],
  ['mantic', '23.10'],
  ['noble', '24.04'],
  ['oracular', '24.10'],
  ['plucky', '25.04'],
  ['questing', '25.10'],
  ['resolute', '26.04'],
]);

/** `noble` → `24.04`; null for a codename that is not known. */
export function ubuntuVersion(codename: string): string | null {
  return VERSIONS.get(codename) ?? null;
}

/** True for `24.04` and its like. */
export function isUbuntuVersion(text: string): boolean {
  return /^\d{1,2}\.\d{2}$/.test(text);
}

/** Where an update of Ubuntu's comes from. */
export interface UbuntuOrigin {
  /** `24.04`. */
  readonly release: string;
  /** `esm-infra`, `esm-apps`, `fips-updates` …; null = the release's own archive, without a subscription. */
  readonly repository: string | null;
}

/**
 * Reads the `distro` of a purl of Ubuntu's: `noble`, `esm-apps/bionic`; null for a release that is not known.
 * @example ubuntuDistro('esm-infra/xenial') // { release: '16.04', repository: 'esm-infra' }
 */
export function ubuntuDistro(distro: string): UbuntuOrigin | null {
  const [, repository = null, codename = ''] =
    /^(?:([a-z0-9][a-z0-9.-]{0,60})\/)?([a-z]{1,30})$/.exec(distro) ?? [];
  const release = ubuntuVersion(codename);
  return release === null ? null : { release, repository };
}

/**
 * Reads an OSV ecosystem of Ubuntu's: `Ubuntu:24.04:LTS`, `Ubuntu:Pro:14.04:LTS`, `Ubuntu:Pro:FIPS-updates:20.04:LTS`.
 * `availability` is the sentence that the record gives with it. Null for another ecosystem.
 */
export function ubuntuEcosystem(ecosystem: string, availability: string | null): UbuntuOrigin | null {
  const [system, ...words] = ecosystem.split(':');
  const release = words.find(isUbuntuVersion);
  if (system !== 'Ubuntu' || release === undefined) return null;
  const variant = words.filter((word) => word !== release && word !== 'LTS' && word !== 'Pro');
  if (variant.length > 0) return { release, repository: variant.join('-').toLowerCase() };
  return { release, repository: words.includes('Pro') ? proArchive(availability) : null };
}

function proArchive(availability: string | null): string {
  if (availability === null) return 'ubuntu-pro';
  if (/legacy/i.test(availability)) return 'esm-infra-legacy';
  return /infra-only/i.test(availability) ? 'esm-infra' : 'esm-apps';
}
