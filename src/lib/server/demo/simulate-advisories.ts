import type { LinuxRelease, LinuxSource } from './linux-catalogue.ts';
import { linuxCatalogue } from './linux-catalogue.ts';
import { distributions, productOf, versionAt } from './linux-releases.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { DAY, HOUR, startOf } from './simulate-estate.ts';
import type { DemoPlan } from './simulate-estate.ts';
import type { WindowsProduct, WindowsRelease } from './windows-catalogue.ts';
import { windowsProducts, windowsReleases, windowsSystems, windowsVersion } from './windows-catalogue.ts';

export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/** One corrected product of an advisory. */
export interface FixedProduct {
  /** Whose hosts it concerns; the product of a Windows host is the same on all releases. */
  readonly release: LinuxRelease | WindowsRelease | 'windows';
  readonly product: string;
  /** How many security updates the product has had with this one. */
  readonly step: number;
  readonly version: string;
}

/** One vendor advisory as it became public. */
export interface DemoAdvisory {
  readonly id: string;
  readonly announcer: string;
  readonly title: string;
  /** UTC ms. */
  readonly releasedAt: number;
  readonly severity: Severity;
  readonly cves: readonly string[];
  /** When its exploitation became known, UTC ms; null = never. */
  readonly exploitedAt: number | null;
  readonly products: readonly FixedProduct[];
}

/** How long before the demo begins there were updates already: what a first scan finds missing. */
const EARLIER_DAYS = 200;
const LINUX_PER_WEEK = 3.4;
const SEVERITY_WEIGHTS = [6, 34, 45, 15];
const EXPLOITED: Readonly<Record<Severity, number>> = { critical: 0.18, high: 0.04, medium: 0.012, low: 0 };

/** All advisories of a demo in the order of their release. */
export function simulateAdvisories(plan: DemoPlan): DemoAdvisory[] {
  const fromAt = startOf(plan) - EARLIER_DAYS * DAY;
  const numbers = createNumbers();
  const linux = linuxIssues(createRandom(`${plan.seed}/linux`), fromAt, plan.untilAt);
  const windows = windowsIssues(createRandom(`${plan.seed}/windows`), fromAt, plan.untilAt);
  const drafts = [...linux, ...windows]
    .filter(({ releasedAt }) => releasedAt < plan.untilAt)
    .sort((a, b) => a.releasedAt - b.releasedAt || (a.title < b.title ? -1 : 1));
  const steps = new Map<string, number>();
  return drafts.map(({ cveCount, affected, series, ...draft }) => ({
    ...draft,
    id: numbers.advisory(series, draft.releasedAt),
    cves: Array.from({ length: cveCount }, () => numbers.cve(draft.releasedAt)),
    products: affected.map((one) => {
      const key = `${one.release} ${one.product}`;
      const step = (steps.get(key) ?? 0) + 1;
      steps.set(key, step);
      return { release: one.release, product: one.product, step, version: one.versionAt(step) };
    }),
  }));
}

type Series = 'DSA' | 'DLA' | 'USN' | 'RLSA' | 'RHSA' | 'KB' | 'APP';

interface Affected {
  readonly release: FixedProduct['release'];
  readonly product: string;
  readonly versionAt: (step: number) => string;
}

interface Draft extends Omit<DemoAdvisory, 'id' | 'cves' | 'products'> {
  readonly series: Series;
  readonly cveCount: number;
  readonly affected: readonly Affected[];
}

/** What goes out together: one announcement for several releases. */
const announcements: readonly {
  readonly series: Series;
  readonly releases: readonly LinuxRelease[];
  readonly delayDays: number;
}[] = [
  { series: 'DSA', releases: ['debian-12', 'debian-13'], delayDays: 1 },
  { series: 'DLA', releases: ['debian-11'], delayDays: 6 },
  { series: 'USN', releases: ['ubuntu-22.04', 'ubuntu-24.04'], delayDays: 2 },
  { series: 'RHSA', releases: ['rhel-9'], delayDays: 4 },
  { series: 'RLSA', releases: ['rocky-8'], delayDays: 7 },
];

/** Irregular: issues become public one by one, and each distribution answers after some days. */
function linuxIssues(random: Random, fromAt: number, untilAt: number): Draft[] {
  const drafts: Draft[] = [];
  const weights = linuxCatalogue.map((source) => source.weight);
  for (let at = fromAt; at < untilAt; at += random.exponential(7 / LINUX_PER_WEEK) * DAY) {
    const source = linuxCatalogue[random.weighted(weights)];
    if (source) drafts.push(...announce(random, source, at));
  }
  return drafts;
}

function announce(random: Random, source: LinuxSource, at: number): Draft[] {
  const severity = severityOf(random);
  const cveCount = source.source === 'linux' ? random.int(2, 9) : random.int(1, 3);
  const exploited = exploitedOf(random, severity);
  return announcements.flatMap(({ series, releases, delayDays }) => {
    const affected = releases.filter(
      (release) => source.versions[release] !== undefined && random.chance(0.88),
    );
    const releasedAt = inOfficeHours(random, at + Math.min(21, random.exponential(delayDays)) * DAY);
    const [first] = affected;
    if (first === undefined) return [];
    return [
      {
        series,
        announcer: distributions[first].announcer,
        title: `${source.source} security update`,
        releasedAt,
        severity,
        cveCount,
        exploitedAt: exploited === null ? null : Math.max(releasedAt, at + exploited),
        affected: affected.map((release) => ({
          release,
          product: productOf(source, release),
          versionAt: (step: number) => versionAt(source, release, step),
        })),
      },
    ];
  });
}

/** Patch Tuesday, a rare update between two of them, and makers that keep no calendar. */
function windowsIssues(random: Random, fromAt: number, untilAt: number): Draft[] {
  const drafts: Draft[] = [];
  const systems = windowsReleases.map((release) => ({ release, ...windowsSystems[release] }));
  const monthly = [
    ...systems,
    ...windowsProducts.flatMap((product) =>
      product.tuesday === null ? [] : [{ release: 'windows' as const, ...product }],
    ),
  ];
  for (const tuesdayAt of patchTuesdays(fromAt, untilAt)) {
    for (const product of monthly) {
      if (random.chance(product.tuesday ?? 0))
        drafts.push(windowsDraft(random, product, tuesdayAt + 18 * HOUR));
    }
    const system = random.pick(systems);
    const between = tuesdayAt + random.between(8, 18) * DAY;
    if (random.chance(0.12)) drafts.push(windowsDraft(random, system, inOfficeHours(random, between)));
  }
  for (const product of windowsProducts.filter((one) => one.tuesday === null)) {
    for (let at = fromAt + random.exponential(product.everyDays) * DAY; at < untilAt;) {
      drafts.push(windowsDraft(random, { release: 'windows', ...product }, inOfficeHours(random, at)));
      at += (product.everyDays / 2 + random.exponential(product.everyDays / 2)) * DAY;
    }
  }
  return drafts;
}

function windowsDraft(
  random: Random,
  product: WindowsProduct & { readonly release: WindowsRelease | 'windows' },
  releasedAt: number,
): Draft {
  const severity = severityOf(random);
  const exploited = exploitedOf(random, severity);
  const isMicrosoft = product.vendor === 'Microsoft';
  return {
    series: isMicrosoft ? 'KB' : 'APP',
    announcer: isMicrosoft ? 'Microsoft security updates' : 'Application vendors',
    title:
      product.tuesday === 1
        ? `Cumulative update for ${product.product}`
        : `${product.product} security update`,
    releasedAt,
    severity,
    cveCount: product.tuesday === 1 ? random.int(5, 12) : random.int(1, 4),
    exploitedAt: exploited === null ? null : releasedAt + exploited,
    affected: [
      {
        release: product.release,
        product: product.product,
        versionAt: (step) => windowsVersion(product, step),
      },
    ],
  };
}

/** The second Tuesday of each month, start of the day in UTC. */
export function patchTuesdays(fromAt: number, untilAt: number): number[] {
  const tuesdays: number[] = [];
  const start = new Date(fromAt);
  for (let month = 0; ; month += 1) {
    const first = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + month, 1);
    if (first >= untilAt) return tuesdays;
    const toTuesday = (2 - new Date(first).getUTCDay() + 7) % 7;
    const at = first + (toTuesday + 7) * DAY;
    if (at >= fromAt && at < untilAt) tuesdays.push(at);
  }
}

function severityOf(random: Random): Severity {
  return severities[random.weighted(SEVERITY_WEIGHTS)] ?? 'medium';
}

/** How long after the release exploitation was known, ms: half of them at once. */
function exploitedOf(random: Random, severity: Severity): number | null {
  if (!random.chance(EXPLOITED[severity])) return null;
  return random.chance(0.5) ? 0 : random.between(3, 45) * DAY;
}

function inOfficeHours(random: Random, at: number): number {
  return Math.floor(at / DAY) * DAY + Math.floor(random.between(7, 20) * 60) * 60_000;
}

/** Running numbers in the manner of each vendor. */
function createNumbers() {
  const last: Record<Series, number> = {
    DSA: 5780,
    DLA: 3890,
    USN: 7050,
    RLSA: 8100,
    RHSA: 8400,
    KB: 5044280,
    APP: 0,
  };
  const gaps: Record<Series, number> = { DSA: 1, DLA: 1, USN: 3, RLSA: 7, RHSA: 11, KB: 6, APP: 1 };
  let cve = 21_000;
  return {
    advisory: (series: Series, at: number): string => {
      last[series] += gaps[series];
      const year = new Date(at).getUTCFullYear();
      if (series === 'KB') return `KB${last.KB}`;
      if (series === 'RHSA' || series === 'RLSA') return `${series}-${year}:${last[series]}`;
      return series === 'APP'
        ? `APP-${year}-${String(last.APP).padStart(3, '0')}`
        : `${series}-${last[series]}-1`;
    },
    cve: (at: number): string => `CVE-${new Date(at).getUTCFullYear()}-${(cve += 7)}`,
  };
}

/** Every release that the advisories speak of, in order, for looking up what a host can install. */
export function fixesByProduct(
  advisories: readonly DemoAdvisory[],
): ReadonlyMap<string, readonly (FixedProduct & { readonly advisory: DemoAdvisory })[]> {
  const found = new Map<string, (FixedProduct & { advisory: DemoAdvisory })[]>();
  for (const advisory of advisories) {
    for (const product of advisory.products) {
      const key = `${product.release} ${product.product}`;
      const list = found.get(key);
      if (list) list.push({ ...product, advisory });
      else found.set(key, [{ ...product, advisory }]);
    }
  }
  return found;
}
