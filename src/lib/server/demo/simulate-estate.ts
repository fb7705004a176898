import type { LinuxRelease } from './linux-catalogue.ts';
import { hostKinds } from './organisation.ts';
import type { HostKind, Platform } from './organisation.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import type { WindowsRelease } from './windows-catalogue.ts';

/** Size, length and seed of a demo; `untilAt` is the end of the simulated time, UTC ms at the start of a day. */
export interface DemoPlan {
  readonly assets: number;
  readonly years: number;
  readonly seed: string;
  readonly untilAt: number;
}

/** From when to when scans of a host fail because it is switched off or cut off, UTC ms. */
export interface DarkSpan {
  readonly fromAt: number;
  readonly toAt: number;
}

/** One host of the demo, over its whole life. */
export interface DemoHost {
  readonly name: string;
  readonly kind: HostKind;
  /** null for network devices. */
  readonly release: LinuxRelease | WindowsRelease | null;
  readonly address: string;
  readonly environment: 'production' | 'test' | 'development';
  /** Nobody said who owns it. */
  readonly ownerless: boolean;
  /** First day it is scanned, UTC ms at the start of a day. */
  readonly firstAt: number;
  /** Taken out of service; null = still there. */
  readonly retiredAt: number | null;
  readonly dark: readonly DarkSpan[];
  /** The scan account can read when packages were installed. */
  readonly keepsLog: boolean;
  /** The scan account was never let in. */
  readonly isLockedOut: boolean;
  /** Security updates go in by themselves, within a day. */
  readonly updatesItself: boolean;
  /** What keeps its package index from proving anything. */
  readonly quirk: 'no-security-archive' | 'stale-lists' | null;
  /** When in the day it is scanned, ms after midnight UTC, and on which weekday while scans are weekly. */
  readonly scanTime: number;
  readonly weekday: number;
}

export const DAY = 86_400_000;
export const HOUR = 3_600_000;

const shares: Readonly<Record<Platform, number>> = {
  debian: 0.3,
  ubuntu: 0.25,
  redhat: 0.15,
  windows: 0.22,
  network: 0.08,
};
const platforms = ['debian', 'ubuntu', 'redhat', 'windows', 'network'] as const;
const NEW_SHARE = 0.1;
const RETIRED_SHARE = 0.05;
const DARK_SHARE = 0.09;
/** Of the hosts that go dark, this many are off to this day. */
const OFF_NOW_SHARE = 0.4;
const SELF_SHARE = 0.2;
/** Debian 13 was released on 9 August 2025. */
const TRIXIE_AT = Date.UTC(2025, 7, 9);

/** When the demo begins: that many years before its end. */
export function startOf({ untilAt, years }: DemoPlan): number {
  return untilAt - Math.round(years * 365.25) * DAY;
}

/** The hosts of a demo, in the order of their names. */
export function simulateEstate(plan: DemoPlan): DemoHost[] {
  const random = createRandom(`${plan.seed}/estate`);
  const kinds = platforms.flatMap((platform) => kindsOf(platform, countsOf(plan.assets)[platform]));
  const order = random.shuffle(kinds.map((_, index) => index));
  const part = (share: number, from: number) =>
    new Set(order.slice(from, from + Math.round(share * kinds.length)));
  const joining = part(NEW_SHARE, 0);
  const leaving = part(RETIRED_SHARE, joining.size);
  const dark = part(DARK_SHARE, joining.size + leaving.size);
  const offNow = new Set([...dark].slice(0, Math.ceil(dark.size * OFF_NOW_SHARE)));
  const ownerless = new Set(order.slice(-Math.min(3, Math.ceil(kinds.length / 40))));
  const numbers = new Map<string, number>();
  const hosts = kinds.map((kind, index): DemoHost => {
    const number = (numbers.get(kind.prefix) ?? 0) + 1;
    numbers.set(kind.prefix, number);
    const name = `${kind.prefix}-${String(number).padStart(2, '0')}`;
    const own = createRandom(`${plan.seed}/host/${name}`);
    const life = lifeOf(plan, own, { joins: joining.has(index), leaves: leaving.has(index) });
    return {
      name,
      kind,
      release: releaseOf(kind, life.firstAt, own),
      address: addressOf(kind, index, kinds.length),
      environment: environmentOf(kind, own),
      ownerless: ownerless.has(index),
      ...life,
      dark: dark.has(index) ? darkSpans(plan, own, offNow.has(index)) : [],
      // A host that comes back after weeks tells nothing of what was done to it meanwhile.
      keepsLog: !dark.has(index),
      isLockedOut: false,
      updatesItself: kind.platform !== 'redhat' && kind.platform !== 'network' && own.chance(SELF_SHARE),
      quirk: null,
      scanTime: Math.floor(own.between(0.5 * HOUR, 22 * HOUR)),
      weekday: own.int(0, 6),
    };
  });
  return withQuirks(hosts).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Largest remainders, so that the platforms add up to the estate. */
function countsOf(assets: number): Record<Platform, number> {
  const exact = platforms.map((platform) => ({ platform, part: shares[platform] * assets }));
  const counts: Record<Platform, number> = { debian: 0, ubuntu: 0, redhat: 0, windows: 0, network: 0 };
  for (const { platform, part } of exact) counts[platform] = Math.floor(part);
  const left = assets - Object.values(counts).reduce((sum, count) => sum + count, 0);
  const remainder = (part: number) => part - Math.floor(part);
  for (const { platform } of exact.sort((a, b) => remainder(b.part) - remainder(a.part)).slice(0, left))
    counts[platform] += 1;
  return counts;
}

/** Which kinds the hosts of a platform are: dealt out so that the weights hold for any number. */
function kindsOf(platform: Platform, count: number): HostKind[] {
  const kinds = hostKinds.filter((kind) => kind.platform === platform);
  const dealt = new Map<HostKind, number>(kinds.map((kind) => [kind, 0]));
  return Array.from({ length: count }, () => {
    const need = (kind: HostKind) => ((dealt.get(kind) ?? 0) + 0.5) / kind.weight;
    const next = kinds.reduce((best, kind) => (need(kind) < need(best) ? kind : best));
    dealt.set(next, (dealt.get(next) ?? 0) + 1);
    return next;
  });
}

function lifeOf(plan: DemoPlan, random: Random, { joins, leaves }: { joins: boolean; leaves: boolean }) {
  const startAt = startOf(plan);
  const span = plan.untilAt - startAt;
  const day = (share: number) => startAt + Math.floor((span * share) / DAY) * DAY;
  const firstAt = joins ? day(random.between(0.08, 0.9)) : startAt;
  return { firstAt, retiredAt: leaves ? day(random.between(0.3, 0.97)) + 10 * HOUR : null };
}

/** Weeks off, in the past or to this day: some of those past the coverage window. */
function darkSpans({ untilAt, ...plan }: DemoPlan, random: Random, isOffNow: boolean): DarkSpan[] {
  const span = untilAt - startOf({ ...plan, untilAt });
  if (isOffNow) return [{ fromAt: untilAt - random.between(20, 90) * DAY, toAt: untilAt }];
  const fromAt = untilAt - span * random.between(0.15, 0.85);
  return [{ fromAt, toAt: fromAt + random.between(35, 95) * DAY }];
}

function releaseOf({ platform, windows }: HostKind, firstAt: number, random: Random): DemoHost['release'] {
  if (platform === 'debian') {
    if (firstAt >= TRIXIE_AT) return random.chance(0.75) ? 'debian-13' : 'debian-12';
    return random.chance(0.28) ? 'debian-11' : 'debian-12';
  }
  if (platform === 'ubuntu') return random.chance(0.45) ? 'ubuntu-22.04' : 'ubuntu-24.04';
  if (platform === 'redhat') return random.chance(0.6) ? 'rhel-9' : 'rocky-8';
  if (platform === 'network') return null;
  if (windows === 'workplace') return 'windows-11';
  return random.chance(0.4) ? 'windows-server-2019' : 'windows-server-2022';
}

function environmentOf(
  { criticality, platform, windows }: HostKind,
  random: Random,
): DemoHost['environment'] {
  if (platform === 'network' || windows === 'workplace' || criticality === 'critical') return 'production';
  const kinds = ['production', 'test', 'development'] as const;
  return kinds[random.weighted([78, 14, 8])] ?? 'production';
}

/** Servers by the hundred in one network each; devices in the management networks, see `rangeOf`. */
function addressOf({ platform }: HostKind, index: number, assets: number): string {
  if (platform !== 'network')
    return `10.${20 + Math.floor(index / 60_000)}.${Math.floor(index / 240) % 250}.${10 + (index % 240)}`;
  const ranges = Math.max(2, Math.ceil((assets * shares.network) / 200));
  return `10.250.${index % ranges}.${10 + (Math.floor(index / ranges) % 240)}`;
}

/** The management network of a device, such as 10.250.1.0/24. */
export function rangeOf({ address }: DemoHost): string {
  return address.replace(/\.\d+$/, '.0/24');
}

/** One Debian host without a security archive, one whose lists no longer come, one that lets nobody in. */
function withQuirks(hosts: readonly DemoHost[]): DemoHost[] {
  const plain = hosts.filter(
    ({ kind, retiredAt, dark, updatesItself }) =>
      kind.platform === 'debian' && retiredAt === null && dark.length === 0 && !updatesItself,
  );
  const [noArchive, stale, lockedOut] = [plain.at(-1), plain.at(-2), plain.at(-3)];
  return hosts.map((host) => {
    if (plain.length < 4) return host;
    if (host === lockedOut) return { ...host, isLockedOut: true };
    if (host === noArchive) return { ...host, quirk: 'no-security-archive' };
    return host === stale ? { ...host, quirk: 'stale-lists' } : host;
  });
}
