import { linuxCatalogue } from './linux-catalogue.ts';
import type { LinuxRelease, LinuxSource } from './linux-catalogue.ts';
import { distributions, productOf, versionAt } from './linux-releases.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import type { DemoAdvisory } from './simulate-advisories.ts';
import { HOUR } from './simulate-estate.ts';
import type { DemoPlan } from './simulate-estate.ts';

/** A file of a publisher as it is handed in, UTC ms. */
export interface DemoFeedFile {
  readonly at: number;
  readonly fileName: string;
  readonly content: string;
}

const releases: readonly LinuxRelease[] = ['debian-11', 'debian-12', 'debian-13'];

/** What the tracker says of a flaw that nobody can install a fix of. */
const words = [
  { weight: 4, entry: {} },
  { weight: 3, entry: { nodsa: 'Minor issue', nodsa_reason: 'postponed' } },
  { weight: 2, entry: { nodsa: 'Too intrusive to backport', nodsa_reason: 'ignored' } },
  { weight: 2, entry: { urgency: 'unimportant' } },
  { weight: 2, entry: 'announced' },
] as const;

/**
 * What Debian's tracker and FIRST say at the end of the demo about flaws that are present and have no fix to install:
 * announced and not yet in the archive, postponed, refused, or open.
 */
export function unfixedFeeds(plan: DemoPlan, advisories: readonly DemoAdvisory[]): readonly DemoFeedFile[] {
  const random = createRandom(`${plan.seed}/unfixed`);
  const day = new Date(plan.untilAt - 30 * HOUR).toISOString().slice(0, 10);
  const cves: string[] = [];
  const tracker: Record<string, Record<string, unknown>> = {};
  for (const source of linuxCatalogue) {
    for (let count = random.int(0, source.source === 'linux' ? 9 : 2); count > 0; count -= 1) {
      const cve = `CVE-${day.slice(0, 4)}-${64_000 + 13 * cves.length}`;
      cves.push(cve);
      const name = source.source === 'linux' ? 'linux' : null;
      for (const release of releases) {
        const entry = entryOf(random, source, { release, step: lastStep(advisories, source, release) });
        if (entry === null) continue;
        const flaws = (tracker[name ?? productOf(source, release)] ??= {});
        const said = (flaws[cve] ??= { scope: 'remote', releases: {} }) as {
          releases: Record<string, unknown>;
        };
        said.releases[distributions[release].codename] = entry;
      }
    }
  }
  const lines = cves.map((cve) => {
    const score = Math.min(0.97, random.logNormal(0.004, 1.6));
    return `${cve},${score.toFixed(5)},${Math.min(0.99999, 0.3 + score).toFixed(5)}`;
  });
  const header = `#model_version:v2025.03.14,score_date:${day}T00:00:00+0000\ncve,epss,percentile\n`;
  return [
    { at: plan.untilAt - 6 * HOUR, fileName: 'data.json', content: JSON.stringify(tracker) },
    {
      at: plan.untilAt - 5.5 * HOUR,
      fileName: `epss_scores-${day}.csv`,
      content: `${header}${lines.join('\n')}\n`,
    },
  ];
}

/** What stands in the tracker for one release; null where the source is not in it, or not affected. */
function entryOf(
  random: Random,
  source: LinuxSource,
  { release, step }: { readonly release: LinuxRelease; readonly step: number },
): Record<string, unknown> | null {
  const { entry } = words[random.weighted(words.map(({ weight }) => weight))] ?? words[0];
  if (source.versions[release] === undefined || random.chance(0.3)) return null;
  const { codename } = distributions[release];
  const repositories = {
    [codename]: versionAt(source, release, 0),
    [`${codename}-security`]: versionAt(source, release, step),
  };
  if (entry !== 'announced') return { status: 'open', repositories, urgency: 'not yet assigned', ...entry };
  const fixed_version = versionAt(source, release, step + 1);
  return { status: 'resolved', repositories, fixed_version, urgency: 'not yet assigned' };
}

/** How many security updates a source has had in a release. */
function lastStep(advisories: readonly DemoAdvisory[], source: LinuxSource, release: LinuxRelease): number {
  const name = productOf(source, release);
  const steps = advisories.flatMap(({ products }) =>
    products.filter((one) => one.release === release && one.product === name).map(({ step }) => step),
  );
  return Math.max(0, ...steps);
}
