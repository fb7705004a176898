import type { Ecosystem } from '#core/advisory/feed-item.ts';
import { enterpriseRelease } from './rpm-name.ts';

/** Whose update it is, for which release, and by which archive. */
export interface UpdateOrigin {
  readonly ecosystem: Ecosystem;
  /** '' = the update does not say; its packages may. */
  readonly release: string;
  readonly repository: string | null;
}

/** What an update says of itself. */
export interface UpdateNames {
  readonly id: string;
  readonly from: string;
  /** The `release` element. */
  readonly release: string;
  /** Short and long names of a collection. */
  readonly collection: string;
}

/** By id; SUSE's ids are plain numbers in some repositories, so its address counts too. */
const PUBLISHERS: readonly (readonly [RegExp, Ecosystem])[] = [
  [/^ALAS/, 'amazon'],
  [/^FEDORA-/, 'fedora'],
  [/^AL[SBE]A-/, 'almalinux'],
  [/^R[LX][SBE]A-/, 'rocky'],
  [/^RH[SBE]A-/, 'redhat'],
  [/^EL[SBE]A-/, 'oracle'],
  [/^(?:open)?SUSE-/i, 'suse'],
];

const SENDERS: readonly (readonly [RegExp, Ecosystem])[] = [
  [/@amazon\.com$/i, 'amazon'],
  [/@fedoraproject\.org$/i, 'fedora'],
  [/@almalinux\.org$/i, 'almalinux'],
  [/@rockylinux\.org$/i, 'rocky'],
  [/@redhat\.com$/i, 'redhat'],
  [/@oracle\.com$/i, 'oracle'],
  [/@suse\.(?:de|com)$|@opensuse\.org$/i, 'suse'],
];

/** Tells a publisher by id, else by sender; null where neither says. */
export function publisherOf({ id, from }: Pick<UpdateNames, 'id' | 'from'>): Ecosystem | null {
  const [, byId] = PUBLISHERS.find(([prefix]) => prefix.test(id)) ?? [];
  const [, bySender] = SENDERS.find(([address]) => address.test(from)) ?? [];
  return byId ?? bySender ?? null;
}

type Place = Pick<UpdateOrigin, 'release' | 'repository'>;

const PLACES: Partial<Record<Ecosystem, (names: UpdateNames) => Place>> = {
  amazon: amazonPlace,
  fedora: fedoraPlace,
  suse: susePlace,
  redhat: redhatPlace,
};

/** Where the packages of one collection belong. */
export function originOf(names: UpdateNames): UpdateOrigin | null {
  const ecosystem = publisherOf(names);
  if (ecosystem === null) return null;
  return { ecosystem, ...(PLACES[ecosystem] ?? namedRelease)(names) };
}

/** The release that a package's own release shows: `el9`, `fc43`, `amzn2023`, `lp155`; null where it shows none. */
export function packageRelease(ecosystem: Ecosystem, release: string): string | null {
  if (ecosystem === 'fedora') return /\.fc(\d{1,2})(?!\d)/.exec(release)?.[1] ?? enterpriseRelease(release);
  if (ecosystem === 'amazon') return /\.amzn(\d{1,4})(?!\d)/.exec(release)?.[1] ?? null;
  if (ecosystem !== 'suse') return enterpriseRelease(release);
  const [, major, minor] = /(?:^|\.)lp(\d{2})(\d)(?!\d)/.exec(release) ?? [];
  return major === undefined ? null : `leap-${major}.${minor ?? ''}`;
}

/**
 * Ids of Amazon: `ALAS-2011-1` (Amazon Linux 1), `ALAS2-…`, `ALAS2023-…`, with a topic where the update comes from an
 * extra of its own: `ALAS2KERNEL-5.15-2022-001`, `ALAS2023LIVEPATCH-2023-001`, `ALASDOCKER-2021-001` (of 2).
 */
function amazonPlace({ id }: UpdateNames): Place {
  const [, number, topic = ''] = /^ALAS(2023|2022|2)?([A-Z][A-Za-z0-9._+-]*?)?-\d{4}-\d+$/.exec(id) ?? [];
  const release = number ?? (topic === '' ? '1' : '2');
  return { release, repository: topic === '' ? null : topic.toLowerCase() };
}

function fedoraPlace({ id, release, collection }: UpdateNames): Place {
  const isEpel = id.startsWith('FEDORA-EPEL-') || /\bEPEL\b/i.test(release);
  const [, number = ''] =
    /\b(?:Fedora|EPEL|EL|F|FC)[ -]?(?:Next[ -])?(\d{1,2})\b/i.exec(`${release} ${collection}`) ?? [];
  return { release: number, repository: isEpel ? 'epel' : null };
}

function susePlace({ id, release, collection }: UpdateNames): Place {
  const text = `${release} ${collection} ${id}`;
  const [, leap] = /\bLeap[ -](\d{2}\.\d)/i.exec(text) ?? [];
  if (leap !== undefined) return { release: `leap-${leap}`, repository: null };
  if (/Tumbleweed/i.test(text)) return { release: 'tumbleweed', repository: null };
  const [, micro] = /\bMicro[ -](\d\.\d)/i.exec(text) ?? [];
  if (micro !== undefined) return { release: `micro-${micro}`, repository: null };
  const [, major, pack] = /[ -](1[0-9])(?:[ -]SP(\d))?(?=[ -]|$)/i.exec(text) ?? [];
  const repository = /\bLTSS\b/i.test(text) ? 'ltss' : null;
  if (major === undefined) return { release: '', repository };
  return { release: pack === undefined ? major : `${major}.${pack}`, repository };
}

/** Collections are named after the repository: `rhel-9-for-x86_64-baseos-eus-rpms__9_DOT_2`. */
function redhatPlace({ collection, release }: UpdateNames): Place {
  const [, major = ''] =
    /\brhel-(\d{1,2})\b/.exec(collection) ?? /(?:Linux|RHEL) (\d{1,2})\b/.exec(release) ?? [];
  const [, stream] = /-(eus|aus|e4s|tus|els)-/.exec(collection) ?? [];
  const [, minor] = /__\d{1,2}(?:\.|_DOT_)(\d{1,2})/.exec(collection) ?? [];
  if (stream === undefined || major === '') return { release: major, repository: null };
  return { release: major, repository: `rhel-${major}${minor === undefined ? '' : `.${minor}`}-${stream}` };
}

/** `Rocky Linux 8`, `AlmaLinux 9`, `Oracle Linux 8`, `RL8`, `almalinux-8-for-x86_64-appstream-rpms`. */
function namedRelease({ release, collection }: UpdateNames): Place {
  const [, number = ''] =
    /\b(?:Rocky Linux|AlmaLinux|almalinux|Oracle Linux|RL|EL)[ -]?(\d{1,2})\b/.exec(
      `${release} ${collection}`,
    ) ?? [];
  return { release: number, repository: null };
}
