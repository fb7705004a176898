/** Where Red Hat delivers a fix, told by a product's CPE. */
export interface RedHatStream {
  /** Major release, `9`; '' = the CPE does not say. */
  readonly release: string;
  /**
   * null = the main stream; `rhel-9.2-eus` = an extended one of a minor release, `rhel-7-els` of a major one; else
   * the CPE of a product on top, as repositories name it too (repository-to-cpe.json).
   */
  readonly repository: string | null;
}

/** Products of extended support by their name in CPEs; the main stream is `enterprise_linux`. */
const EXTENDED = new Map([
  ['rhel_eus', 'eus'],
  ['rhel_eus_long_life', 'eus-long-life'],
  ['rhel_aus', 'aus'],
  ['rhel_mission_critical', 'aus'],
  ['rhel_e4s', 'e4s'],
  ['rhel_tus', 'tus'],
  ['rhel_els', 'els'],
]);

/** Parts of Enterprise Linux with a repository and life of their own. */
const APART = new Set(['fastdatapath', 'hypervisor']);

/**
 * Reads a CPE of Red Hat's, in the 2.2 or the 2.3 form; null where it is none or names no product.
 * @example redhatStream('cpe:/a:redhat:rhel_eus:9.2::appstream') // { release: '9', repository: 'rhel-9.2-eus' }
 */
export function redhatStream(cpe: string): RedHatStream | null {
  const fields = fieldsOf(cpe);
  if (fields === null) return null;
  const { product, version, edition } = fields;
  const [, major, minor] = /^(\d{1,2})(\.\d{1,2})?/.exec(version) ?? [];
  if (product === 'enterprise_linux')
    return major === undefined ? null : { release: major, repository: APART.has(edition) ? cpe : null };
  const stream = EXTENDED.get(product);
  if (stream !== undefined)
    return major === undefined
      ? null
      : { release: major, repository: `rhel-${major}${minor ?? ''}-${stream}` };
  const [, platform] = /^el(\d{1,2})/.exec(edition) ?? [];
  return { release: platform ?? (product.startsWith('rhel_extras') ? (major ?? '') : ''), repository: cpe };
}

function fieldsOf(cpe: string): { product: string; version: string; edition: string } | null {
  if (cpe.length > 300) return null;
  const parts = cpe.split(':').map((part) => (part === '*' || part === '-' ? '' : part));
  const start = cpe.startsWith('cpe:2.3:') ? 3 : 2;
  if (parts[0] !== 'cpe' || parts[start] !== 'redhat') return null;
  const product = parts[start + 1] ?? '';
  if (!/^[a-z0-9_.\\+-]+$/i.test(product)) return null;
  return { product, version: parts[start + 2] ?? '', edition: parts[start + 4] ?? '' };
}
