import { drawPicture } from './draw-picture.ts';
import type { FindingTruth } from './finding-truth.ts';
import { offeredSteps, passUntil, planUpdate, stepsUntil } from './host-now.ts';
import type { HostNow, ProductNow } from './host-now.ts';
import type { HostPicture } from './host-picture.ts';
import type { HostProduct } from './host-products.ts';
import { patchBehaviour } from './patch-behaviour.ts';
import type { Random } from './random.ts';
import { lookAt } from './scan-look.ts';
import type { ScanLook } from './scan-look.ts';
import { DAY, startOf } from './simulate-estate.ts';
import type { DemoHost, DemoPlan } from './simulate-estate.ts';

export interface HostState {
  /** Let happen what happens on the host until then, UTC ms. */
  passUntil(at: number): void;
  scan(look: ScanLook): void;
  /** The same object as long as nothing changed. */
  picture(fetchedAt: number): HostPicture;
}

interface Beginning {
  readonly products: readonly HostProduct[];
  readonly random: Random;
  /** Where findings are told. */
  readonly truth: FindingTruth[];
}

/** A host that lives from scan to scan: updates go in, kernels wait for a boot, some updates are undone. */
export function createHostState(
  plan: DemoPlan,
  host: DemoHost,
  { products, random, truth }: Beginning,
): HostState {
  const now = firstDay(plan, host, { products, random, truth });
  let last: { readonly key: string; readonly drawn: HostPicture } | null = null;
  return {
    passUntil: (at) => passUntil(now, at),
    scan: (look) => lookAt(now, look, truth),
    picture: (fetchedAt) => {
      const offered = now.products.map((one) => offeredSteps(now, one, fetchedAt));
      const key = `${now.changes} ${offered.join()}`;
      if (last?.key !== key) last = { key, drawn: drawPicture(now, offered) };
      return last.drawn;
    },
  };
}

function firstDay(plan: DemoPlan, host: DemoHost, { products, random }: Beginning): HostNow {
  const behind = shareBehind(plan, host);
  const states = products.map((product) => firstState(host, { product, behind }, random));
  const now: HostNow = {
    plan,
    host,
    random,
    products: states,
    kernel: {
      step: states.find(({ product }) => product.isKernel)?.step ?? 0,
      bootedAt: host.firstAt - random.between(3, 90) * DAY,
    },
    log: [],
    waiting: [],
    changes: 0,
  };
  for (const one of states) planUnattended(now, one);
  return now;
}

/** Share of products that are behind on the first day. */
function shareBehind(plan: DemoPlan, { firstAt, updatesItself }: DemoHost): number {
  const { old, fresh, unattended } = patchBehaviour.behindAtFirst;
  if (updatesItself) return unattended;
  return firstAt > startOf(plan) ? fresh : old;
}

function firstState(
  host: DemoHost,
  { product, behind }: { readonly product: HostProduct; readonly behind: number },
  random: Random,
): ProductNow {
  const available = host.quirk === 'no-security-archive' ? 0 : stepsUntil(product.fixes, host.firstAt - DAY);
  const isBehind = available > 0 && random.chance(behind);
  const step = isBehind ? Math.max(0, available - 1 - Math.floor(random.exponential(0.5))) : available;
  const age = random.between(5, 200) * DAY;
  const installedAt = host.keepsLog ? host.firstAt - age : null;
  return { product, step, installedAt, planAt: null, seen: [], open: null, closed: null };
}

/** Some updates go in by themselves soon after their release, unless the product is behind already. */
function planUnattended(now: HostNow, one: ProductNow): void {
  const { host, random } = now;
  if (host.quirk !== null) return;
  const share = host.updatesItself ? patchBehaviour.unattendedThere : patchBehaviour.unattended;
  for (const { advisory } of one.product.fixes) {
    const isUnattended = random.chance(share);
    const at = advisory.releasedAt + random.between(0.1, host.updatesItself ? 1.2 : 2.5) * DAY;
    if (!isUnattended || advisory.releasedAt < host.firstAt) continue;
    const isFree = () => host.updatesItself || (one.open === null && one.planAt === null);
    now.waiting.push({ at, run: () => void (isFree() && planUpdate(now, one, at)) });
  }
}
