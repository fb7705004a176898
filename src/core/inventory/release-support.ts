import type { ReleaseLife } from '../advisory/feed-item.ts';
import { readPlatform } from '../advisory/platform.ts';

/** How endoflife.date names systems, by the ID of os-release, and how many numbers make a release of theirs. */
const products: Readonly<Record<string, readonly [string, 1 | 2]>> = {
  debian: ['debian', 1],
  ubuntu: ['ubuntu', 2],
  rhel: ['rhel', 1],
  centos: ['centos', 1],
  almalinux: ['almalinux', 1],
  rocky: ['rocky-linux', 1],
  ol: ['oracle-linux', 1],
  amzn: ['amazon-linux', 1],
  fedora: ['fedora', 1],
  alpine: ['alpine-linux', 2],
};

interface System {
  readonly osId: string | null;
  /** With its version, `Debian GNU/Linux 12 (bookworm)`. */
  readonly os: string | null;
}

/** Product and release as feeds of releases name them, `debian 12`; null = none that they could know. */
export function releaseSubject({ osId, os }: System): string | null {
  const [product, numbers] = (osId !== null && Object.hasOwn(products, osId) && products[osId]) || [];
  const [, major, minor] = /(\d+)(?:\.(\d+))?/.exec(os ?? '') ?? [];
  if (product === undefined || major === undefined) return null;
  if (osId === 'centos' && os?.includes('Stream') === true) return `centos-stream ${major}`;
  if (numbers === 1) return `${product} ${major}`;
  return minor === undefined ? null : `${product} ${major}.${minor}`;
}

/** The release of an asset as feeds of releases name it, and whether it would go on to get fixes of an extension. */
export interface ReleaseFacts {
  readonly subject: string;
  /** It takes the archive of one, or the release's own archive carries it (Debian LTS). */
  readonly extended: boolean;
}

/** @param platform as `platformOf` writes it, with the paid or extended archives that the host takes */
export function releaseFacts(system: System, platform: string | null): ReleaseFacts | null {
  const subject = releaseSubject(system);
  if (subject === null) return null;
  const { entitlements } = readPlatform(platform ?? '');
  const taken = system.osId === 'ubuntu' ? entitlements.includes('esm-infra') : entitlements.length > 0;
  return { subject, extended: system.osId === 'debian' || taken };
}

/** How long a release gets fixes, and what of that is over at the end of a day. */
export interface ReleaseSupport {
  readonly product: string;
  readonly release: string;
  readonly supportEnds: string | null;
  /** Of the paid or community extension (ESM, EUS, LTS); null = none is known. */
  readonly extendedEnds: string | null;
  /** null = supported; `extended` = the extension too is over, or there is none. */
  readonly ended: 'support' | 'extended' | null;
}

/** @param day `YYYY-MM-DD`, UTC */
export function releaseSupport(life: ReleaseLife, day: string): ReleaseSupport {
  const { product, release, supportEnds, extendedEnds } = life;
  const isOver = (end: string | boolean | null): boolean =>
    typeof end === 'string' ? end < day : end === true;
  const over = extendedEnds !== null && !isOver(extendedEnds) ? 'support' : 'extended';
  return {
    product,
    release,
    supportEnds: typeof supportEnds === 'string' ? supportEnds : null,
    extendedEnds: typeof extendedEnds === 'string' ? extendedEnds : null,
    ended: isOver(supportEnds) ? over : null,
  };
}
