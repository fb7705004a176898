import { beforeAll, describe, expect, test } from 'vitest';
import { compareSign } from '#core/version/compare.ts';
import { advisoryDocuments } from '#lib/server/demo/advisory-documents.ts';
import type { FindingTruth } from '#lib/server/demo/finding-truth.ts';
import { linuxCatalogue, linuxReleases } from '#lib/server/demo/linux-catalogue.ts';
import { distributions, versionAt } from '#lib/server/demo/linux-releases.ts';
import { demoTeams, demoUnits } from '#lib/server/demo/organisation.ts';
import { drawTimeToPatch, medianDays } from '#lib/server/demo/patch-behaviour.ts';
import type { DemoRank } from '#lib/server/demo/patch-behaviour.ts';
import { createRandom } from '#lib/server/demo/random.ts';
import { severities } from '#lib/server/demo/simulate-advisories.ts';
import { simulateDemo } from '#lib/server/demo/simulate-demo.ts';
import type { DemoSimulation, DemoStep } from '#lib/server/demo/simulate-demo.ts';
import { DAY, HOUR } from '#lib/server/demo/simulate-estate.ts';
import { windowsProducts, windowsSystems, windowsVersion } from '#lib/server/demo/windows-catalogue.ts';

/** The default demo, ending on a fixed day. Tolerances hold for other seeds too, see the comments. */
const plan = { assets: 150, years: 2, seed: 'patchproof', untilAt: Date.UTC(2026, 10, 23) };
const ranks: readonly DemoRank[] = ['severe', 'high', 'medium', 'low'];

let demo: DemoSimulation;
let steps: readonly DemoStep[];
let scans: readonly (DemoStep & { kind: 'scan' })[];

beforeAll(() => {
  demo = simulateDemo(plan, 'UTC');
  steps = [...demo.days].flatMap((day) => day.steps);
  scans = steps.filter((step) => step.kind === 'scan');
});

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / items.length;
}

/** Median of a Kaplan–Meier curve from detection to installation, days; what is open is censored at the end. */
function medianToPatch(findings: readonly FindingTruth[]): number {
  const times = findings
    .map(({ detectedAt, fixedAt }) => ({
      days: ((fixedAt ?? plan.untilAt) - detectedAt) / DAY,
      isFixed: fixedAt !== null,
    }))
    .sort((a, b) => a.days - b.days);
  let surviving = 1;
  for (const [index, { days, isFixed }] of times.entries()) {
    if (isFixed) surviving *= 1 - 1 / (times.length - index);
    if (surviving <= 0.5) return days;
  }
  return Number.POSITIVE_INFINITY;
}

describe('the estate', () => {
  test('holds Debian, Ubuntu, Red Hat, Windows and network assets in their shares', () => {
    const of = (platform: string) => share(demo.estate, ({ kind }) => kind.platform === platform);
    const found = ['debian', 'ubuntu', 'redhat', 'windows', 'network'].map(of);
    // Largest remainders: at most one asset off.
    [0.3, 0.25, 0.15, 0.22, 0.08].forEach((wanted, index) =>
      expect(Math.abs((found[index] ?? 0) - wanted)).toBeLessThan(1 / 150),
    );
    const releases = new Set(demo.estate.map(({ release }) => release));
    expect([...releases].sort()).toEqual(
      [
        'debian-11',
        'debian-12',
        'debian-13',
        'rhel-9',
        'rocky-8',
        'ubuntu-22.04',
        'ubuntu-24.04',
        'windows-11',
        'windows-server-2019',
        'windows-server-2022',
        null,
      ].sort(),
    );
  });

  test('belongs to six business units, each with its criticality and scope', () => {
    const units = new Set(demo.estate.map(({ kind }) => kind.unit));
    expect([...units].sort()).toEqual(demoUnits.map(({ unit }) => unit).sort());
    const scoped = (scope: string) =>
      new Set(demo.estate.filter(({ kind }) => kind.scope === scope).map(({ kind }) => kind.unit));
    expect([...scoped('pci-cde')]).toEqual(['payments']);
    expect([...scoped('pci-connected')].sort()).toEqual(['member-portal', 'payments']);
    expect(scoped('ephi').has('clinical-data')).toBe(true);
    expect(demo.estate.filter(({ ownerless }) => ownerless)).toHaveLength(3);
  });

  test('has names and addresses of which none is given twice', () => {
    expect(new Set(demo.estate.map(({ name }) => name)).size).toBe(150);
    expect(new Set(demo.estate.map(({ address }) => address)).size).toBe(150);
    expect(demo.estate.every(({ name }) => /^[a-z]+-[a-z]+-\d\d$/.test(name))).toBe(true);
  });

  test('loses 4 to 6 percent and gains 8 to 12 percent of its assets', () => {
    const lost = share(demo.estate, ({ retiredAt }) => retiredAt !== null);
    expect(lost).toBeGreaterThanOrEqual(0.04);
    expect(lost).toBeLessThanOrEqual(0.06);
    const gained = share(demo.estate, ({ firstAt }) => firstAt > demo.startAt);
    expect(gained).toBeGreaterThanOrEqual(0.08);
    expect(gained).toBeLessThanOrEqual(0.12);
  });

  test('has packages as a small installation has: 45 to 125 on Linux, 7 to 16 products on Windows', () => {
    // The packages of a host are drawn one by one, about 80 ± 13 on Linux.
    const last = new Map(scans.map(({ scan }) => [scan.host, scan.picture.packages.length]));
    for (const [host, count] of last) {
      const [low, high] = host.kind.platform === 'windows' ? [7, 16] : [45, 125];
      expect(count, host.name).toBeGreaterThanOrEqual(low);
      expect(count, host.name).toBeLessThanOrEqual(high);
    }
  });
});

describe('advisories', () => {
  const since = () => demo.advisories.filter(({ releasedAt }) => releasedAt >= demo.startAt);

  test('Windows updates come on the second Tuesday, but for a few', () => {
    const systems = since().filter(({ title }) => title.startsWith('Cumulative update'));
    const isPatchTuesday = ({ releasedAt }: { releasedAt: number }) => {
      const day = new Date(releasedAt);
      return day.getUTCDay() === 2 && day.getUTCDate() >= 8 && day.getUTCDate() <= 14;
    };
    expect(systems.length).toBeGreaterThanOrEqual(3 * 24);
    const onTuesday = share(systems, isPatchTuesday);
    // 12 % of months have one more: 0.12 of 3.12 updates.
    expect(onTuesday).toBeGreaterThan(0.88);
    expect(onTuesday).toBeLessThan(1);
  });

  test('Linux updates come irregularly, several a week', () => {
    const dsa = since().filter(({ id }) => id.startsWith('DSA'));
    const weeks = new Map<number, number>();
    for (const { releasedAt } of dsa) {
      const week = Math.floor((releasedAt - demo.startAt) / (7 * DAY));
      weeks.set(week, (weeks.get(week) ?? 0) + 1);
    }
    const counts = Array.from({ length: 104 }, (_, week) => weeks.get(week) ?? 0);
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
    expect(mean).toBeGreaterThan(2.3);
    expect(mean).toBeLessThan(4.2);
    // Of a Poisson process variance and mean are the same; over 104 weeks their ratio varies by 0.14.
    expect(variance / mean).toBeGreaterThan(0.6);
    expect(variance / mean).toBeLessThan(1.5);
  });

  test('are critical, high, medium and low as 6 : 34 : 45 : 15', () => {
    const shares = severities.map((severity) => share(demo.advisories, (one) => one.severity === severity));
    // One issue gives up to five advisories of one severity, so about 800 draws: three deviations are 5 points.
    [0.06, 0.34, 0.45, 0.15].forEach((wanted, index) =>
      expect(Math.abs((shares[index] ?? 0) - wanted)).toBeLessThan(0.055),
    );
  });

  test('3 percent are known to be exploited, some of them later', () => {
    const exploited = since().filter(({ exploitedAt }) => exploitedAt !== null);
    // About 25 issues of 800: two deviations are 1.3 points.
    expect(Math.abs(exploited.length / since().length - 0.03)).toBeLessThan(0.017);
    const later = share(exploited, ({ exploitedAt, releasedAt }) => (exploitedAt ?? 0) - releasedAt > DAY);
    expect(later).toBeGreaterThan(0.2);
    expect(later).toBeLessThan(0.8);
  });

  test('reach the installation within a day, a few up to ten days late', () => {
    const first = new Map<string, number>();
    for (const { at, document } of advisoryDocuments(plan, demo.advisories)) {
      for (const { id } of document.advisories) if (!first.has(id)) first.set(id, at);
    }
    const delays = since().flatMap(({ id, releasedAt }) => {
      const at = first.get(id);
      return at === undefined ? [] : [at - releasedAt];
    });
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThanOrEqual(11 * DAY);
    const late = share(delays, (delay) => delay > 2 * DAY);
    expect(late).toBeGreaterThan(0.015);
    expect(late).toBeLessThan(0.05);
  });

  test('every update has a higher version than the one before, in the order of its system', () => {
    for (const release of linuxReleases) {
      const scheme = distributions[release].family;
      for (const source of linuxCatalogue.filter(({ versions }) => versions[release] !== undefined)) {
        for (let step = 0; step < 12; step += 1) {
          const [before, after] = [versionAt(source, release, step), versionAt(source, release, step + 1)];
          expect(compareSign(scheme, after, before), `${release} ${source.source} ${before} → ${after}`).toBe(
            1,
          );
        }
      }
    }
    for (const product of [...windowsProducts, ...Object.values(windowsSystems)]) {
      for (let step = 0; step < 40; step += 1) {
        const [before, after] = [windowsVersion(product, step), windowsVersion(product, step + 1)];
        expect(compareSign('windows', after, before), `${product.product} ${before} → ${after}`).toBe(1);
      }
    }
  });
});

describe('patching', () => {
  test('planned work takes a log-normal time of deviation 1.9 around the median of rank and team', () => {
    const random = createRandom('draws');
    const patchCase = { rank: 'medium', team: 'Data platform', progress: 0.5 } as const;
    const logs = Array.from({ length: 20_000 }, () => drawTimeToPatch(random, patchCase))
      .filter((time) => time !== null)
      .map((time) => Math.log(time / DAY));
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    const deviation = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length);
    // Three standard errors of 15,000 draws; the shortest times are cut at an hour.
    expect(Math.abs(mean - Math.log(medianDays(patchCase)))).toBeLessThan(0.05);
    expect(Math.abs(deviation - 1.9)).toBeLessThan(0.04);
  });

  test('half of the findings are fixed after about 6, 20, 45 and 100 days by rank', () => {
    const medians = ranks.map((rank) => medianToPatch(demo.truth.filter((one) => one.rank === rank)));
    // Weekly scans, nights and the mix of teams move them; severe ones are few.
    [6, 20, 45, 100].forEach((wanted, index) => {
      expect(medians[index], ranks[index]).toBeGreaterThan(wanted * 0.7);
      expect(medians[index], ranks[index]).toBeLessThan(wanted * 1.35);
    });
  });

  test('teams differ as their factors say, from 0.6 to 1.8', () => {
    const factors = Object.values(demoTeams);
    expect([Math.min(...factors), Math.max(...factors)]).toEqual([0.6, 1.8]);
    const of = (team: string) =>
      medianToPatch(demo.truth.filter((one) => one.team === team && one.rank === 'medium'));
    expect(of('Portal SRE')).toBeLessThan(of('Claims platform'));
    expect(of('Claims platform')).toBeLessThan(of('Data platform') * 1.1);
    expect(of('Data platform') / of('Portal SRE')).toBeGreaterThan(1.7);
  });

  test('it gets faster over the years', () => {
    const of = (fromDay: number, untilDay: number) =>
      medianToPatch(
        demo.truth.filter(({ rank, detectedAt }) => {
          const day = (detectedAt - demo.startAt) / DAY;
          return rank === 'high' && day >= fromDay && day < untilDay;
        }),
      );
    // The factor falls from 1.2 to 0.8: to about 0.8 of it between the middles of the two years.
    expect(of(365, 700)).toBeLessThan(of(0, 365));
  });

  test('10 to 15 percent of the backlog are closed in a month', () => {
    const months = Array.from({ length: 12 }, (_, index) => {
      const until = plan.untilAt - index * 30.4 * DAY;
      const from = until - 30.4 * DAY;
      const openAt = demo.truth.filter(
        ({ detectedAt, verifiedAt }) => detectedAt < from && (verifiedAt ?? Infinity) >= from,
      );
      const opened = demo.truth.filter(({ detectedAt }) => detectedAt >= from && detectedAt < until);
      const closed = demo.truth.filter(
        ({ verifiedAt }) => verifiedAt !== null && verifiedAt >= from && verifiedAt < until,
      );
      return closed.length / (openAt.length + opened.length);
    }).sort((a, b) => a - b);
    const median = ((months[5] ?? 0) + (months[6] ?? 0)) / 2;
    expect(median).toBeGreaterThan(0.1);
    expect(median).toBeLessThan(0.15);
  });

  test('3 percent of closures are undone within 90 days', () => {
    const closed = demo.truth.filter(
      ({ verifiedAt, reopenedAt }) => verifiedAt !== null || reopenedAt !== null,
    );
    const undone = share(closed, ({ reopenedAt }) => reopenedAt !== null);
    expect(undone).toBeGreaterThan(0.02);
    expect(undone).toBeLessThan(0.045);
  });
});

describe('scans', () => {
  test('come weekly, and daily in the last 30 days', () => {
    const host = demo.estate.find(
      ({ firstAt, retiredAt, kind }) =>
        firstAt === demo.startAt && retiredAt === null && kind.platform === 'debian',
    );
    const days = scans
      .filter(({ scan }) => scan.host === host)
      .map(({ scan }) => Math.floor(scan.startedAt / DAY));
    const distinct = [...new Set(days)].sort((a, b) => a - b);
    const lastDay = plan.untilAt / DAY - 1;
    expect(distinct.slice(-30)).toEqual(Array.from({ length: 30 }, (_, index) => lastDay - 29 + index));
    const weekly = distinct.slice(1, -31);
    expect(weekly.every((day, index) => index === 0 || day - (weekly[index - 1] ?? 0) === 7)).toBe(true);
    expect(scans.length).toBeGreaterThan(16_000);
    expect(scans.length).toBeLessThan(20_000);
  });

  test('8 percent fail or break off, each with its own reason', () => {
    const troubled = scans.filter(({ scan }) => scan.trouble !== null);
    expect(Math.abs(troubled.length / scans.length - 0.08)).toBeLessThan(0.01);
    const codes = new Set(troubled.map(({ scan }) => scan.trouble?.failure.code));
    expect(codes.size).toBeGreaterThanOrEqual(7);
    expect(troubled.some(({ scan }) => scan.trouble?.outcome === 'partial')).toBe(true);
  });

  test('some come days late, some twice, some hosts are off for weeks', () => {
    expect(scans.filter(({ at, scan }) => at - scan.finishedAt > 1.5 * DAY).length).toBeGreaterThan(10);
    expect(scans.length - new Set(scans.map(({ scan }) => scan)).size).toBeGreaterThan(20);
    expect(demo.estate.filter(({ dark }) => dark.length > 0).length).toBeGreaterThanOrEqual(5);
    expect(
      demo.estate
        .filter(({ quirk }) => quirk !== null)
        .map(({ quirk }) => quirk)
        .sort(),
    ).toEqual(['no-security-archive', 'stale-lists']);
  });

  test('no step comes before the one before it, and a scan never before it ended', () => {
    expect(steps.every(({ at }, index) => index === 0 || at >= (steps[index - 1]?.at ?? 0))).toBe(true);
    expect(
      scans.every(({ at, scan }) => at >= scan.finishedAt && scan.finishedAt - scan.startedAt < HOUR),
    ).toBe(true);
    expect(steps.at(-1)?.at).toBeLessThan(plan.untilAt);
  });
});

test('the same plan gives the same demo, another seed another', () => {
  const small = { ...plan, assets: 12, years: 1 };
  const told = (seed: string) => {
    const simulation = simulateDemo({ ...small, seed }, 'UTC');
    return JSON.stringify([...simulation.days]);
  };
  expect(told('one')).toBe(told('one'));
  expect(told('one')).not.toBe(told('two'));
});

test('there are two policy versions, six units, seven groups and seven people', () => {
  const count = (kind: DemoStep['kind']) => steps.filter((step) => step.kind === kind).length;
  expect([count('policy'), count('unit'), count('group'), count('person')]).toEqual([1, 6, 7, 7]);
});
