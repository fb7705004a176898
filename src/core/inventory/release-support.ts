import type { ReleaseLife } from '../advisory/feed-item.ts';
import { extensionsOf, readPlatform } from '../advisory/platform.ts';
import { windowsBuild } from '../advisory/windows-product.ts';
import type { HostObservation } from './observation.ts';
import { windowsReleases } from './windows-release.ts';

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

type System = Pick<HostObservation, 'os' | 'packages' | 'archives'>;

/** Products and releases as feeds of releases name them, `debian 12`: the one it is, or any that it may be. */
function releaseSubjects({ os: { id, prettyName: os, versionId }, packages }: System): readonly string[] {
  if (id === 'windows') {
    const { name, build } = windowsBuild(packages, versionId);
    return windowsReleases(name === null ? os : `${os} ${name}`, build);
  }
  const [product, numbers] = (Object.hasOwn(products, id) && products[id]) || [];
  const [, major, minor] = /(\d+)(?:\.(\d+))?/.exec(os) ?? [];
  if (product === undefined || major === undefined) return [];
  if (id === 'centos' && os.includes('Stream')) return [`centos-stream ${major}`];
  if (numbers === 1) return [`${product} ${major}`];
  return minor === undefined ? [] : [`${product} ${major}.${minor}`];
}

/** The release of an asset as feeds of releases name it, and whether it would go on to get fixes of an extension. */
export interface ReleaseFacts {
  readonly subject: string;
  /** All that it may be, `subject` first, where the edition is not told; absent = it is that one. */
  readonly either?: readonly string[];
  /** It takes the archive of one, or the release's own archive carries it (Debian LTS). */
  readonly extended: boolean;
}

/** @param platform as `platformOf` writes it, with the paid or extended archives that the host takes */
export function releaseFacts(system: System, platform: string | null): ReleaseFacts | null {
  const subjects = releaseSubjects(system);
  const [subject] = subjects;
  if (subject === undefined) return null;
  const extended = takesExtension(system, platform);
  return { subject, ...(subjects.length > 1 ? { either: subjects } : {}), extended };
}

/** Windows: a source of updates that says so, as its extended security updates (ESU) come with a key and not from an archive. */
function takesExtension({ os, archives }: System, platform: string | null): boolean {
  const taken = extensionsOf(readPlatform(platform ?? ''));
  if (os.id === 'debian') return true;
  if (os.id === 'ubuntu') return taken.includes('esm-infra');
  // Extras of Amazon's are other packages, for no longer than the release.
  if (os.id === 'amzn') return false;
  if (os.id === 'windows')
    return archives.some(({ id }) => /\bESU\b|\bextended security updates\b/i.test(id));
  return taken.length > 0;
}

/** How long a release gets fixes, and what of that is over at the end of a day. */
export interface ReleaseSupport {
  readonly product: string;
  readonly release: string;
  readonly supportEnds: string | null;
  /** Of the paid or community extension (ESM, EUS, LTS); null = none is known. */
  readonly extendedEnds: string | null;
  /** null = supported; `extended` = the extension too is over, or there is none; `unclear` = of some of `either`. */
  readonly ended: 'support' | 'extended' | 'unclear' | null;
  /** Each release that it may be, where the edition is not told; absent = it is this one. */
  readonly either?: readonly ReleaseSupport[];
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

/**
 * Of a release that is one of several: over where it is over of each, unclear where of some; the earliest end of them.
 * @param lives of those that feeds know, of `of` that it may be
 */
export function unclearSupport(
  lives: readonly ReleaseLife[],
  { of, day }: { readonly of: number; readonly day: string },
): ReleaseSupport | null {
  const either = lives.map((life) => releaseSupport(life, day));
  const [first] = either;
  if (first === undefined) return null;
  const over = either.filter(({ ended }) => ended !== null);
  const ends = either.flatMap(({ supportEnds }) => supportEnds ?? []).sort();
  const extended = either.every(({ ended }) => ended === 'extended') ? 'extended' : 'support';
  const all = over.length === of ? extended : 'unclear';
  return {
    product: first.product,
    release: either.map(({ release }) => release).join(' or '),
    supportEnds: ends[0] ?? null,
    extendedEnds: null,
    ended: over.length === 0 ? null : all,
    either,
  };
}
