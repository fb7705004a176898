import type { PictureLogLine } from './host-picture.ts';
import type { HostFix, HostProduct } from './host-products.ts';
import type { FindingTruth } from './finding-truth.ts';
import type { Random } from './random.ts';
import { DAY, HOUR } from './simulate-estate.ts';
import type { DemoHost, DemoPlan } from './simulate-estate.ts';

/** A product on a host now. */
export interface ProductNow {
  readonly product: HostProduct;
  /** How many security updates are in. */
  step: number;
  installedAt: number | null;
  /** When the next update is meant to go in. */
  planAt: number | null;
  /** Steps seen missing by scans, oldest first. */
  seen: number[];
  open: FindingTruth | null;
  closed: { readonly truth: FindingTruth; readonly step: number } | null;
}

export interface KernelNow {
  step: number;
  bootedAt: number;
}

/** Something that will happen on the host, UTC ms. */
interface Happening {
  readonly at: number;
  readonly run: () => void;
}

/** A host at one moment of its life; the functions below move it on. */
export interface HostNow {
  readonly plan: DemoPlan;
  readonly host: DemoHost;
  readonly random: Random;
  readonly products: readonly ProductNow[];
  readonly kernel: KernelNow;
  readonly log: PictureLogLine[];
  readonly waiting: Happening[];
  /** Grows with every change that a scan could see. */
  changes: number;
}

const MAX_LOG = 240;

/** What the host can install at that time, as a number of updates; never below what is in. */
export function offeredSteps({ plan, host }: HostNow, one: ProductNow, at: number): number {
  if (host.quirk === 'no-security-archive') return one.step;
  return Math.max(one.step, stepsUntil(one.product.fixes, Math.min(at, lastFetchAt(plan, host))));
}

/** How many updates of a product were released by then. */
export function stepsUntil(fixes: readonly HostFix[], at: number): number {
  let count = fixes.length;
  while (count > 0 && (fixes[count - 1]?.advisory.releasedAt ?? 0) > at) count -= 1;
  return count;
}

/** When the lists of a host came for the last time; without end where nothing broke. */
export function lastFetchAt({ untilAt }: DemoPlan, { quirk }: DemoHost): number {
  return quirk === 'stale-lists' ? untilAt - 41 * DAY : Number.POSITIVE_INFINITY;
}

/** Installs another version, newer or, when an update is undone, older. A kernel then waits for a boot. */
export function moveTo(now: HostNow, one: ProductNow, { step, at }: { step: number; at: number }): void {
  if (step === one.step) return;
  const { packages, arch, versionAt, isKernel } = one.product;
  const { keepsLog } = now.host;
  for (const name of keepsLog ? packages : [])
    now.log.push({ at, name, arch, from: versionAt(one.step), to: versionAt(step) });
  if (now.log.length > MAX_LOG) now.log.splice(0, now.log.length - MAX_LOG);
  one.step = step;
  one.installedAt = keepsLog ? at : null;
  now.changes += 1;
  if (!isKernel) return;
  const bootAt = at + bootDelay(now.random);
  now.waiting.push({ at: bootAt, run: () => boot(now, { step, at: bootAt }) });
}

/** Most boot in the same night, some wait for weeks. */
function bootDelay(random: Random): number {
  return random.chance(0.6) ? HOUR / 3 : random.logNormal(4, 1) * DAY;
}

function boot(now: HostNow, { step, at }: { step: number; at: number }): void {
  now.kernel.step = step;
  now.kernel.bootedAt = at;
  now.changes += 1;
}

/** Means to install what is newest by then, unless that is meant sooner already. */
export function planUpdate(now: HostNow, one: ProductNow, at: number): void {
  if (one.planAt !== null && one.planAt <= at) return;
  one.planAt = at;
  const run = () => {
    if (one.planAt !== at) return;
    one.planAt = null;
    moveTo(now, one, { step: offeredSteps(now, one, at), at });
  };
  now.waiting.push({ at, run });
}

/** Lets happen what is due until then, each thing in its turn. */
export function passUntil({ waiting }: HostNow, at: number): void {
  for (;;) {
    waiting.sort((a, b) => a.at - b.at);
    const [next] = waiting;
    if (!next || next.at > at) return;
    waiting.shift();
    next.run();
  }
}
