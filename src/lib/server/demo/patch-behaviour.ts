import { demoTeams } from './organisation.ts';
import type { Team } from './organisation.ts';
import type { Random } from './random.ts';
import { DAY } from './simulate-estate.ts';
import type { Severity } from './simulate-advisories.ts';

export type DemoRank = 'severe' | 'high' | 'medium' | 'low';

/**
 * How this organisation patches. Times are log-normal: most updates go in with the next rounds, some wait for
 * ever, which is why the spread is wide.
 */
export const patchBehaviour = {
  /** Median days from detection to installation of what is planned, by a team with factor 1 in the middle of the demo. */
  medianDays: { severe: 4.6, high: 10.3, medium: 23.5, low: 56 },
  /** Standard deviation of the logarithm. */
  sigma: 1.9,
  /** Factor on the median at the beginning and at the end: it gets better. */
  improvement: { first: 1.2, last: 0.8 },
  /** Share of findings that nobody plans for. */
  leftStanding: { severe: 0.04, high: 0.19, medium: 0.21, low: 0.21 },
  /** Share of newer updates that bring a product left standing back to mind. */
  remembered: 0.3,
  /** Share of updates that go in by themselves before any scan sees them missing. */
  unattended: 0.2,
  /** The same on hosts that update themselves. */
  unattendedThere: 0.97,
  /** Share of products that are behind when a host is first seen: of old hosts, new ones, and those that update themselves. */
  behindAtFirst: { old: 0.85, fresh: 0.25, unattended: 0.02 },
  /** Share of closures that are undone within 90 days. */
  undone: 0.042,
} as const satisfies {
  readonly medianDays: Readonly<Record<DemoRank, number>>;
  readonly leftStanding: Readonly<Record<DemoRank, number>>;
  readonly [part: string]: unknown;
};

/** Rank as the product ranks it: known exploited or critical is severe. */
export function demoRank(severity: Severity, isExploited: boolean): DemoRank {
  return isExploited || severity === 'critical' ? 'severe' : severity;
}

export interface PatchCase {
  readonly rank: DemoRank;
  readonly team: Team;
  /** How much of the demo has passed, 0 to 1. */
  readonly progress: number;
}

/** Median days to patch of such a case. */
export function medianDays({ rank, team, progress }: PatchCase): number {
  const { first, last } = patchBehaviour.improvement;
  return patchBehaviour.medianDays[rank] * demoTeams[team] * (first + (last - first) * progress);
}

/** How long until it is installed, ms; null = nobody plans for it. */
export function drawTimeToPatch(random: Random, patchCase: PatchCase): number | null {
  if (random.chance(patchBehaviour.leftStanding[patchCase.rank])) return null;
  return Math.max(0.04, random.logNormal(medianDays(patchCase), patchBehaviour.sigma)) * DAY;
}
