import type { PolicyVersion } from '#core/policy/policy.ts';
import { advisoryDocuments } from './advisory-documents.ts';
import type { DemoAdvisoriesDocument } from './advisory-documents.ts';
import type { FindingTruth } from './finding-truth.ts';
import { governanceSteps } from './governance-steps.ts';
import type { GovernanceStep } from './governance-steps.ts';
import { simulateNetworkScans } from './network-scan.ts';
import type { DemoNetworkScan } from './network-scan.ts';
import { demoGroups, demoPeople, demoUnits } from './organisation.ts';
import type { DemoGroup, DemoPerson, DemoUnit } from './organisation.ts';
import { releaseFeed } from './release-feed.ts';
import { fixesByProduct, simulateAdvisories } from './simulate-advisories.ts';
import type { DemoAdvisory } from './simulate-advisories.ts';
import { firstDecisions, laterDecisions } from './simulate-decisions.ts';
import type { DemoDecision } from './simulate-decisions.ts';
import { DAY, HOUR, simulateEstate, startOf } from './simulate-estate.ts';
import type { DemoHost, DemoPlan } from './simulate-estate.ts';
import { simulateHost } from './simulate-host.ts';
import type { DemoScan, ScanArrival } from './simulate-host.ts';
import { unfixedFeeds } from './unfixed-feeds.ts';

/** One thing that reaches the server, at that instant (UTC ms). */
export type DemoStep = { readonly at: number } & (
  | { readonly kind: 'person'; readonly person: DemoPerson }
  | { readonly kind: 'unit'; readonly unit: DemoUnit }
  | { readonly kind: 'group'; readonly group: DemoGroup; readonly position: number }
  | { readonly kind: 'policy'; readonly policy: PolicyVersion }
  | { readonly kind: 'audit'; readonly name: string }
  | { readonly kind: 'advisories'; readonly document: DemoAdvisoriesDocument['document'] }
  | { readonly kind: 'feed'; readonly fileName: string; readonly content: string }
  | { readonly kind: 'scan'; readonly scan: DemoScan }
  | { readonly kind: 'network'; readonly scan: DemoNetworkScan }
  | { readonly kind: 'decision'; readonly decision: DemoDecision }
  | { readonly kind: 'governance'; readonly step: GovernanceStep }
);

/** One day of the demo: what happens in it, in order. */
export interface DemoDay {
  /** Start of the day, UTC ms. */
  readonly dayAt: number;
  readonly steps: readonly DemoStep[];
}

export interface DemoSimulation {
  readonly startAt: number;
  readonly estate: readonly DemoHost[];
  readonly advisories: readonly DemoAdvisory[];
  /** Days from first to last; to be walked through once. */
  readonly days: Iterable<DemoDay>;
  /** What really became of the findings; complete when `days` has been walked through. */
  readonly truth: readonly FindingTruth[];
}

/**
 * The whole demo, computed from its plan alone.
 * @param zone IANA zone of the policy
 */
export function simulateDemo(plan: DemoPlan, zone: string): DemoSimulation {
  const estate = simulateEstate(plan);
  const advisories = simulateAdvisories(plan);
  const truth: FindingTruth[] = [];
  const fixes = fixesByProduct(advisories);
  const lives = estate.map((host) => simulateHost(plan, host, fixes, truth));
  const known: DemoStep[] = [
    ...foundingSteps(plan, zone),
    ...advisoryDocuments(plan, advisories).map(({ at, document }): DemoStep => ({
      at,
      kind: 'advisories',
      document,
    })),
    ...[...unfixedFeeds(plan, advisories), releaseFeed(plan)].map((file): DemoStep => ({
      kind: 'feed',
      ...file,
    })),
    ...governanceSteps(plan).map((step): DemoStep => ({ at: step.at, kind: 'governance', step })),
    ...networkSteps(plan, estate),
    ...laterDecisions(plan, estate).map((decision): DemoStep => ({
      at: decision.at,
      kind: 'decision',
      decision,
    })),
  ];
  return { startAt: startOf(plan), estate, advisories, days: walkDays(plan, known, lives), truth };
}

function* walkDays(
  plan: DemoPlan,
  known: readonly DemoStep[],
  lives: readonly Generator<ScanArrival>[],
): Generator<DemoDay> {
  const planned = known.toSorted(byInstant);
  const walkers = lives.map((life) => ({ life, next: life.next() }));
  const met = new Set<DemoHost>();
  let arrived: DemoStep[] = [];
  let position = 0;
  for (let dayAt = startOf(plan); dayAt < plan.untilAt; dayAt += DAY) {
    const endAt = dayAt + DAY;
    for (const walker of walkers) {
      // A scan of a later day cannot arrive on this one; a late one of this day waits among the arrived.
      while (!walker.next.done && walker.next.value.scan.startedAt < endAt) {
        const { at, scan } = walker.next.value;
        arrived.push({ at, kind: 'scan', scan });
        walker.next = walker.life.next();
      }
    }
    const steps: DemoStep[] = arrived.filter(({ at }) => at < endAt);
    arrived = arrived.filter(({ at }) => at >= endAt);
    for (let next = planned[position]; next && next.at < endAt; next = planned[position]) {
      steps.push(next);
      position += 1;
    }
    const decided = decideNew(steps.sort(byInstant), met, dayAt + 23.5 * HOUR);
    yield { dayAt, steps: [...steps, ...decided].sort(byInstant) };
  }
}

/** With its first scan a host becomes known, and in the evening somebody says what it is. */
function decideNew(steps: readonly DemoStep[], met: Set<DemoHost>, at: number): DemoStep[] {
  const seen = steps.flatMap((step) => {
    if (step.kind === 'scan') return [step.scan.host];
    return step.kind === 'network' ? step.scan.hosts : [];
  });
  const fresh = [...new Set(seen)].filter((host) => !met.has(host));
  for (const host of fresh) met.add(host);
  return firstDecisions(fresh, at).map((decision) => ({ at, kind: 'decision', decision }));
}

function networkSteps(plan: DemoPlan, estate: readonly DemoHost[]): DemoStep[] {
  const scans = simulateNetworkScans(plan, estate);
  return scans.map((scan) => ({ at: scan.finishedAt + 5_000, kind: 'network', scan }));
}

/** People, units and groups on the first morning, a second policy nine months before the end, at the end an audit. */
function foundingSteps(plan: DemoPlan, zone: string): DemoStep[] {
  const startAt = startOf(plan);
  const minute = (number: number) => startAt + number * 60_000;
  const policyAt = Math.max(startAt + 60 * DAY, plan.untilAt - 270 * DAY) + 9 * HOUR;
  const people = demoPeople.map((person, index): DemoStep => ({
    at: minute(1 + index),
    kind: 'person',
    person,
  }));
  const units = demoUnits.map((unit, index): DemoStep => ({ at: minute(10 + index), kind: 'unit', unit }));
  const groups = demoGroups.map((group, index): DemoStep => ({
    at: minute(20 + index),
    kind: 'group',
    group,
    position: index + 1,
  }));
  const policy: DemoStep = { at: policyAt, kind: 'policy', policy: secondPolicy(zone, policyAt) };
  const audit: DemoStep = { at: plan.untilAt - HOUR, kind: 'audit', name: 'Yearly PCI DSS audit' };
  return [...people, ...units, ...groups, ...(policyAt < plan.untilAt ? [policy] : []), audit];
}

/** Version 2: other limits, and the card standard's month for critical fixes in the card environment. */
export function secondPolicy(zone: string, effectiveFromAt: number): PolicyVersion {
  return {
    version: 2,
    effectiveFromAt,
    zone,
    rules: [
      {
        id: 'own',
        name: 'Patch by rank, from first detection',
        clock: 'first_detected',
        limits: { severe: 'P7D', high: 'P30D', medium: 'P60D', low: 'P120D' },
        binding: 'own',
      },
      {
        id: 'pci-6.3.3',
        name: 'PCI DSS 6.3.3: critical within one month of release',
        clock: 'patch_released',
        limits: { severe: 'P1M', high: 'P1M', medium: 'P1M', low: 'P1M' },
        binding: 'must',
        conditions: { scope: ['pci-cde'], rank: ['severe'] },
      },
    ],
    coverageWindow: 'P30D',
    staleLists: 'P7D',
    staleArchive: 'P14D',
    alsoOpen: { grace: 'P14D' },
    scanFrequency: [
      { id: 'all', method: 'credentialed', every: 'P30D' },
      { id: 'exposed', method: 'credentialed', every: 'P7D', exposure: ['internet'] },
      { id: 'external', method: 'external', every: 'P3M', exposure: ['internet'] },
    ],
    meanings: {
      severe: 'Enforced on every system that needs it, ahead of everything else.',
      high: 'Strongly recommended; left out only by an exception.',
      medium: 'Recommended; may be decided case by case.',
      low: 'May not be worth the work; looked at case by case.',
    },
    deployment: {
      automatic: [{ ranks: ['severe', 'high'], sources: ['vendor-security'] }],
      rings: [
        { name: 'Workplaces', soak: 'P2D', groups: ['workplace'] },
        { name: 'All others', soak: 'P1D' },
      ],
    },
    restarts: {
      by: ['owner', 'operator'],
      window: 'Saturday 22:00 to Sunday 04:00',
      outside: ['severe'],
      pendingAtMost: 'P7D',
    },
  };
}

function byInstant(a: DemoStep, b: DemoStep): number {
  return a.at - b.at;
}
