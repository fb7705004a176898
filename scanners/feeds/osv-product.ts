import type { Ecosystem, ProductKey } from '#core/advisory/feed-item.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import { isDebianPackage, isPackageName } from './claim.ts';
import { debianCodename } from '#core/advisory/debian-codename.ts';
import { languageProduct } from './language-purl.ts';
import type { OsvAffected } from './osv-record.ts';
import { redhatStream } from './redhat-stream.ts';
import { isRpmPackageName } from './rpm-name.ts';
import { ubuntuDistro, ubuntuEcosystem } from './ubuntu-release.ts';

/** Whose package of which release an OSV record is on. */
export interface OsvProduct {
  readonly ecosystem: Ecosystem;
  readonly release: string;
  readonly repository: string | null;
  readonly product: string;
  readonly keyedBy: ProductKey;
  readonly scheme: VersionScheme;
}

const UNKNOWN_RELEASE = 'a package of an unknown release';
const NAMES = { deb: isDebianPackage, apk: isPackageName, rpm: isRpmPackageName };

type Place = Pick<OsvProduct, 'release' | 'ecosystem' | 'scheme'> &
  Partial<Pick<OsvProduct, 'repository' | 'keyedBy'>>;

/** How each distribution names its releases behind the colon. */
const DISTRIBUTIONS = new Map<string, (rest: string, affected: OsvAffected) => Place | null>([
  ['Debian', (rest) => placed(debianCodename(rest), { ecosystem: 'debian', scheme: 'deb' })],
  ['Ubuntu', (_, affected) => ubuntuPlace(affected)],
  [
    'Alpine',
    (rest) => placed(/^(?:v\d+\.\d+|edge)$/.test(rest) ? rest : null, { ecosystem: 'alpine', scheme: 'apk' }),
  ],
  [
    'AlmaLinux',
    (rest) => placed(majorOf(rest), { ecosystem: 'almalinux', scheme: 'rpm', keyedBy: 'binary' }),
  ],
  ['Rocky Linux', (rest) => placed(majorOf(rest), { ecosystem: 'rocky', scheme: 'rpm' })],
  ['Red Hat', redhatPlace],
  ['SUSE', (rest) => susePlace(rest)],
  ['openSUSE', (rest) => openSusePlace(rest)],
]);

/** The product of an entry; a text says why it is none that a host can hold. */
export function osvProduct(affected: OsvAffected): OsvProduct | string {
  const colon = affected.ecosystem.indexOf(':');
  const system = colon < 0 ? affected.ecosystem : affected.ecosystem.slice(0, colon);
  const distribution = DISTRIBUTIONS.get(system);
  if (distribution === undefined) return languageTarget(affected);
  const place = distribution(colon < 0 ? '' : affected.ecosystem.slice(colon + 1), affected);
  if (place === null) return UNKNOWN_RELEASE;
  const isName = NAMES[place.scheme === 'deb' || place.scheme === 'apk' ? place.scheme : 'rpm'];
  if (!isName(affected.name)) return 'a package without a name';
  return { repository: null, keyedBy: 'source', ...place, product: affected.name };
}

function languageTarget({ ecosystem, name }: OsvAffected): OsvProduct | string {
  const product = languageProduct(ecosystem, name);
  if (product === null) return 'an ecosystem without a matching rule, or a name that is none there';
  return {
    ecosystem: 'purl',
    release: '',
    repository: null,
    product: product.purl,
    keyedBy: 'purl',
    scheme: product.scheme,
  };
}

function placed(release: string | null, rest: Omit<Place, 'release'>): Place | null {
  return release === null ? null : { release, ...rest };
}

function majorOf(rest: string): string | null {
  return /^(\d{1,2})(?:\.\d{1,2})?$/.exec(rest)?.[1] ?? null;
}

function ubuntuPlace({ ecosystem, purl, availability }: OsvAffected): Place | null {
  // The purl names the archive; the ecosystem only says that one is needed.
  const [, distro = ''] = /[?&]distro=([^&?#]{1,100})/.exec(purl ?? '') ?? [];
  const origin = ubuntuDistro(distro.replaceAll('%2F', '/')) ?? ubuntuEcosystem(ecosystem, availability);
  return origin === null ? null : { ...origin, ecosystem: 'ubuntu', scheme: 'deb' };
}

/** `enterprise_linux:9::appstream` is a CPE without its head. */
function redhatPlace(rest: string): Place | null {
  const stream = redhatStream(`cpe:/a:redhat:${rest}`);
  return stream === null || stream.release === ''
    ? null
    : { ...stream, ecosystem: 'redhat', scheme: 'rpm', keyedBy: 'binary' };
}

/** Products of SUSE's with a life of their own, as statements name what carries a fix. */
const SUSE_PRODUCTS = new Map([
  ['Live Patching', 'live-patching'],
  ['Server for SAP Applications', 'sap'],
]);

/** `Linux Enterprise Server 15 SP5-LTSS`, `Linux Enterprise Micro 5.5`; other products of SUSE's are none of a host. */
function susePlace(rest: string): Place | null {
  const suse = { ecosystem: 'suse', scheme: 'rpm' } as const;
  const [, micro] = /^Linux (?:Enterprise )?Micro (\d{1,2}\.\d{1,2})$/.exec(rest) ?? [];
  if (micro !== undefined) return { release: `micro-${micro}`, ...suse };
  const [, product = '', major, pack, support = ''] =
    /^Linux Enterprise (Server|Desktop|High Performance Computing|Live Patching|Module for [A-Za-z /]{1,60}?|Server for SAP Applications) (\d{1,2})(?: SP(\d))?(?:-([A-Z]{3,6}))?$/.exec(
      rest,
    ) ?? [];
  if (major === undefined) return null;
  const own = SUSE_PRODUCTS.get(product) ?? null;
  const repository = support.toLowerCase() || own;
  return { release: pack === undefined ? major : `${major}.${pack}`, repository, ...suse };
}

function openSusePlace(rest: string): Place | null {
  const suse = { ecosystem: 'suse', scheme: 'rpm' } as const;
  if (rest === 'Tumbleweed') return { release: 'tumbleweed', ...suse };
  const [, name = '', version = ''] = /^(Leap(?: Micro)?) (\d{1,2}\.\d{1,2})$/.exec(rest) ?? [];
  if (name === '') return null;
  return { release: `${name === 'Leap' ? 'leap' : 'micro'}-${version}`, ...suse };
}
