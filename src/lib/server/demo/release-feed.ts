import type { DemoFeedFile } from './unfixed-feeds.ts';
import { DAY, HOUR } from './simulate-estate.ts';
import type { DemoPlan } from './simulate-estate.ts';

/** Product, release, and how many days after the end of the demo its fixes and those of its extension end. */
const ends = [
  ['debian', '11', -400, 180],
  ['debian', '12', 220, 1300],
  ['debian', '13', 950, 2000],
  ['ubuntu', '22.04', 140, 1900],
  ['ubuntu', '24.04', 870, 2700],
  ['rhel', '9', 2000, 3000],
  ['rocky-linux', '8', 900, null],
] as const;

/** What endoflife.date says at the end of the demo: two releases lose their fixes within a year, none has. */
export function releaseFeed({ untilAt }: DemoPlan): DemoFeedFile {
  const dayAfter = (days: number) => new Date(untilAt + days * DAY).toISOString().slice(0, 10);
  const products = Map.groupBy(ends, ([product]) => product);
  const result = [...products].map(([name, releases]) => ({
    name,
    releases: releases.map(([, release, support, extended]) => ({
      name: release,
      eolFrom: dayAfter(support),
      ...(extended === null ? {} : { eoesFrom: dayAfter(extended) }),
    })),
  }));
  const generated_at = new Date(untilAt - 20 * HOUR).toISOString().replace('.000Z', '+00:00');
  const content = JSON.stringify({ schema_version: '1.2.0', generated_at, total: result.length, result });
  return { at: untilAt - 5 * HOUR, fileName: 'full.json', content };
}
