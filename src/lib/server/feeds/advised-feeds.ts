import type { Ecosystem } from '#core/advisory/feed-item.ts';
import { isPurl } from '#core/advisory/purl-scheme.ts';
import type { FeedName } from '#scanners/feeds/index.ts';

/** What a fleet's systems want: each list names feeds that stand in for each other, the first is advised. */
const wanted: Readonly<Record<Ecosystem, readonly (readonly [FeedName, ...FeedName[]])[]>> = {
  debian: [['debian-tracker'], ['debian-announcements']],
  ubuntu: [['ubuntu-osv', 'ubuntu-vex'], ['ubuntu-notices']],
  redhat: [['redhat-vex'], ['redhat-advisories']],
  almalinux: [['almalinux', 'updateinfo']],
  rocky: [['rocky', 'updateinfo']],
  oracle: [['oracle', 'updateinfo']],
  amazon: [['updateinfo']],
  fedora: [['updateinfo']],
  suse: [['suse-vex'], ['suse-csaf']],
  alpine: [['alpine-secdb']],
  arch: [['arch']],
  freebsd: [['freebsd-vuxml']],
  windows: [['msrc']],
  purl: [['osv']],
};

interface System {
  readonly system: string;
  readonly assets: number;
}

/** A feed that would tell more of systems that are here. */
export interface AdvisedFor {
  readonly system: string;
  readonly assets: number;
}

/** Feeds that were never taken in and speak of systems that are here: advice, not a fault. */
export function advisedFeeds(
  systems: readonly System[],
  loaded: ReadonlySet<string>,
): ReadonlyMap<string, readonly AdvisedFor[]> {
  const advised = new Map<string, AdvisedFor[]>();
  for (const { system, assets } of systems) {
    for (const group of wantedBy(system)) {
      if (group.some((feed) => loaded.has(feed))) continue;
      const [first] = group;
      advised.set(first, [...(advised.get(first) ?? []), { system, assets }]);
    }
  }
  return advised;
}

function wantedBy(system: string) {
  const ecosystem = isPurl(system) ? 'purl' : system;
  return Object.entries(wanted).find(([name]) => name === ecosystem)?.[1] ?? [];
}
