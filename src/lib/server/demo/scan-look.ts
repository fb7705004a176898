import type { FindingTruth } from './finding-truth.ts';
import { moveTo, offeredSteps, planUpdate } from './host-now.ts';
import type { HostNow, ProductNow } from './host-now.ts';
import { demoRank, drawTimeToPatch, patchBehaviour } from './patch-behaviour.ts';
import type { DemoRank } from './patch-behaviour.ts';
import { DAY, HOUR, startOf } from './simulate-estate.ts';
import type { DemoHost } from './simulate-estate.ts';

/** What a scan can tell. */
export interface ScanLook {
  /** UTC ms. */
  readonly startedAt: number;
  readonly fetchedAt: number;
  /** Complete: what it does not show is gone. */
  readonly proves: boolean;
  /** What is missing can be seen in it. */
  readonly shows: boolean;
}

/** What a scan finds out, and what people then plan. New findings are added to `truth`. */
export function lookAt(now: HostNow, look: ScanLook, truth: FindingTruth[]): void {
  for (const one of now.products) {
    if (look.proves) settle(now, one, look.startedAt);
    if (look.shows) detect(now, { one, look, truth });
  }
}

/** Close what the scan proves fixed; a few closures are undone within the following weeks. */
function settle(now: HostNow, one: ProductNow, at: number): void {
  const { open, product } = one;
  const [first] = one.seen;
  if (!open || first === undefined || one.step < first) return;
  if (product.isKernel && now.kernel.step < one.step) return;
  // A kernel is fixed when it runs, and on Debian only the scan tells that it does.
  open.fixedAt = product.isKernel ? at : (one.installedAt ?? at);
  open.verifiedAt = at;
  one.closed = { truth: open, step: first };
  one.open = null;
  one.seen = [];
  if (open.reopenedAt !== null || !now.random.chance(patchBehaviour.undone)) return;
  const undoneAt = at + now.random.between(1, 55) * DAY;
  now.waiting.push({ at: undoneAt, run: () => moveTo(now, one, { step: first - 1, at: undoneAt }) });
}

interface Detection {
  readonly one: ProductNow;
  readonly look: ScanLook;
  readonly truth: FindingTruth[];
}

function detect(now: HostNow, { one, look, truth }: Detection): void {
  const newest = offeredSteps(now, one, look.fetchedAt);
  if (newest <= one.step || newest <= (one.seen.at(-1) ?? 0)) return;
  const isReopened = reopen(one, newest, look.startedAt);
  if (!isReopened) one.seen = [...one.seen, newest];
  const rank = rankOf(one, newest, look.startedAt);
  if (!one.open) {
    one.open = newTruth(now, one, { rank, step: newest, at: look.startedAt });
    truth.push(one.open);
  }
  planPatch(now, one, { rank, at: look.startedAt, isRaised: one.seen.length > 1 && !isReopened });
}

/** The same fix missing again takes up the finding that was closed. */
function reopen(one: ProductNow, newest: number, at: number): boolean {
  const { closed } = one;
  if (one.open || !closed || newest < closed.step || one.step >= closed.step) return false;
  one.open = closed.truth;
  one.open.reopenedAt = at;
  one.open.fixedAt = null;
  one.open.verifiedAt = null;
  one.closed = null;
  one.seen = closed.step === newest ? [newest] : [closed.step, newest];
  return true;
}

interface Missing {
  readonly rank: DemoRank;
  readonly at: number;
}

function newTruth(
  { host }: HostNow,
  { product }: ProductNow,
  { rank, step, at }: Missing & { readonly step: number },
): FindingTruth {
  return {
    host: host.name,
    team: host.kind.team,
    product: product.product,
    rank,
    fix: product.versionAt(step),
    detectedAt: at,
    fixedAt: null,
    verifiedAt: null,
    reopenedAt: null,
  };
}

/** A plan stands, and so does the lack of one, unless what came now is severe. */
function planPatch(
  now: HostNow,
  one: ProductNow,
  { rank, at, isRaised }: Missing & { readonly isRaised: boolean },
): void {
  const { host, plan, random } = now;
  const isLeft = one.planAt !== null || (isRaised && !random.chance(patchBehaviour.remembered));
  if (isLeft && rank !== 'severe') return;
  const startAt = startOf(plan);
  const progress = (at - startAt) / (plan.untilAt - startAt);
  const time = drawTimeToPatch(random, { rank, team: host.kind.team, progress });
  if (time !== null) planUpdate(now, one, inTheNight(at + time, at, host));
}

/** Work of more than two days is done at night: the same day, between midnight and four. */
function inTheNight(at: number, from: number, { scanTime }: DemoHost): number {
  if (at - from < 2 * DAY) return at;
  return Math.floor(at / DAY) * DAY + (scanTime % (4 * HOUR));
}

function rankOf(one: ProductNow, step: number, at: number): DemoRank {
  const advisory = one.product.fixes[step - 1]?.advisory;
  if (!advisory) return 'high';
  return demoRank(advisory.severity, advisory.exploitedAt !== null && advisory.exploitedAt <= at);
}
