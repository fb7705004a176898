import { lastFetchAt } from './host-now.ts';
import { createHostState } from './host-state.ts';
import type { FindingTruth } from './finding-truth.ts';
import type { HostPicture } from './host-picture.ts';
import { productsOfHost } from './host-products.ts';
import type { HostFix } from './host-products.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { troubleOf } from './scan-troubles.ts';
import type { ScanTrouble } from './scan-troubles.ts';
import { DAY, HOUR } from './simulate-estate.ts';
import type { DemoHost, DemoPlan } from './simulate-estate.ts';

/** One scan of one host: what a collector brought home, before it is written as an envelope. */
export interface DemoScan {
  readonly host: DemoHost;
  /** UTC ms. */
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly trouble: ScanTrouble | null;
  readonly picture: HostPicture;
  /** When the host last fetched its package lists, UTC ms. */
  readonly fetchedAt: number;
}

/** When an envelope reaches the server: soon, days late, or twice. */
export interface ScanArrival {
  readonly at: number;
  readonly scan: DemoScan;
}

const LATE_SHARE = 0.002;
const TWICE_SHARE = 0.004;
/** Days at the end with a scan a day. */
export const DAILY_DAYS = 30;

/** The scans of one host in the order of their start. What becomes of its findings is added to `truth`. */
export function* simulateHost(
  plan: DemoPlan,
  host: DemoHost,
  fixes: ReadonlyMap<string, readonly HostFix[]>,
  truth: FindingTruth[],
): Generator<ScanArrival> {
  const random = createRandom(`${plan.seed}/life/${host.name}`);
  const products = productsOfHost(host, fixes, random);
  if (products.length === 0) return;
  const state = createHostState(plan, host, { products, random, truth });
  let isFirst = true;
  for (const startedAt of scanInstants(plan, host, random)) {
    const isDark = host.dark.some(({ fromAt, toAt }) => startedAt >= fromAt && startedAt < toAt);
    const trouble = isFirst && !host.isLockedOut ? null : troubleOf(host, random, isDark);
    const fetchedAt = fetchInstant(plan, host, startedAt);
    state.passUntil(startedAt);
    if (trouble?.outcome !== 'failed') {
      const shows = trouble?.broken?.section !== 'packages-policy';
      state.scan({ startedAt, fetchedAt, proves: trouble === null, shows });
    }
    const finishedAt = startedAt + Math.floor(random.between(2_000, 9_000));
    const scan = { host, startedAt, finishedAt, trouble, picture: state.picture(fetchedAt), fetchedAt };
    yield* arrivals(random, scan, isFirst);
    isFirst = false;
  }
}

function* arrivals(random: Random, scan: DemoScan, isFirst: boolean): Generator<ScanArrival> {
  const soon = scan.finishedAt + 20_000;
  const isLate = random.chance(LATE_SHARE) && !isFirst;
  const at = isLate ? soon + random.between(2, 9) * DAY : soon;
  yield { at, scan };
  if (random.chance(TWICE_SHARE)) yield { at: at + random.between(0.2, 20) * HOUR, scan };
}

/** Weekly on the host's weekday, daily at the end; a few minutes earlier or later each time. */
function scanInstants(plan: DemoPlan, host: DemoHost, random: Random): number[] {
  const endAt = Math.min(plan.untilAt, host.retiredAt ?? plan.untilAt);
  const dailyFromAt = plan.untilAt - DAILY_DAYS * DAY;
  const instants: number[] = [];
  for (let day = host.firstAt; day < endAt; day += DAY) {
    const isDue = day === host.firstAt || day >= dailyFromAt || new Date(day).getUTCDay() === host.weekday;
    const at = day + host.scanTime + Math.floor(random.between(0, 20 * 60_000));
    if (isDue && at < endAt) instants.push(at);
  }
  return instants;
}

/** Lists are fetched once a day in the early morning, except where that broke. */
function fetchInstant(plan: DemoPlan, host: DemoHost, at: number): number {
  const today = Math.floor(at / DAY) * DAY + (host.scanTime % (6 * HOUR));
  const fetched = today < at ? today : today - DAY;
  return Math.min(fetched, lastFetchAt(plan, host));
}
