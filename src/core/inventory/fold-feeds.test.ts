import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { installed, mainArchive, observationOf, observedAt, policyOf } from '../advisory/observation-of.ts';
import type { FindingChange } from '../advisory/finding-state.ts';
import { emptyFold, foldScan } from './fold-asset.ts';
import type { AssetFold } from './fold-asset.ts';
import { foldFeeds } from './fold-feeds.ts';
import { readPackages } from './package-facts.ts';

const DAY = 86_400_000;
const PLATFORM = 'debian/bookworm';
const limits = { staleListsMs: 7 * DAY, staleArchiveMs: 14 * DAY };

/** Feeds say that everything is fixed in a version; null = they name none. */
const saying = (fixed: string | null) => () => ({
  fixed,
  updates: null,
  undecided: null,
  endsAs: 'not_affected' as const,
});

type Step = { readonly scan: number } | { readonly fixed: number | null };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ scan: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ fixed: fc.option(fc.integer({ min: 1, max: 5 })) }),
);
const versionOf = (n: number | null) => (n === null ? null : `1.${n}`);

function play(steps: readonly Step[]): { changes: FindingChange[]; fold: AssetFold } {
  let fold = emptyFold;
  let fixed: string | null = null;
  const changes: FindingChange[] = [];
  for (const [index, one] of steps.entries()) {
    const at = observedAt + index * DAY;
    if ('scan' in one) {
      const pkg = installed('openssl', `1.${one.scan}`);
      const policies = new Map([
        ['openssl:amd64', policyOf(pkg, [{ version: pkg.version, archives: [mainArchive()] }])],
      ]);
      const observation = observationOf({ packages: [pkg], policies });
      const scan = {
        scanId: `scan-${index}`,
        at,
        outcome: 'complete' as const,
        observation,
        address: null,
        limits,
      };
      const folded = foldScan(fold, scan, saying(fixed));
      fold = folded.fold;
      changes.push(...folded.changes.findings);
      continue;
    }
    fixed = versionOf(one.fixed);
    const packages = readPackages(fold.packages);
    const told = foldFeeds(
      fold,
      { platform: PLATFORM, family: 'debian', packages },
      {
        at,
        by: `feeds ${index}`,
        answerOf: saying(fixed),
        steps: { stepsOf: () => null, verifiedAt: () => null },
      },
    );
    fold = { ...fold, tracker: told.tracker };
    changes.push(...told.changes);
  }
  return { changes, fold };
}

describe('what feeds say over time', () => {
  test('a finding is open exactly while feeds name a version above the installed one, and its target is that version', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 15 }), (steps) => {
        const { fold } = play(steps);
        const scans = steps.flatMap((one) => ('scan' in one ? [one.scan] : []));
        const said = steps.flatMap((one) => ('fixed' in one ? [one.fixed] : []));
        const [has, named] = [scans.at(-1), said.at(-1) ?? null];
        const open = fold.tracker.openssl?.open ?? null;
        if (has === undefined || named === null || named <= has) expect(open).toBeNull();
        else expect(open?.snapshot.packages).toMatchObject([{ installed: `1.${has}`, fixed: `1.${named}` }]);
      }),
      { numRuns: 1000 },
    );
  });

  test('rows of a finding follow each other: it begins once, and ends before it comes back', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 15 }), (steps) => {
        const { changes } = play(steps);
        for (const rows of Map.groupBy(changes, ({ fix, reopenNo }) => `${fix} ${reopenNo}`).values()) {
          expect(rows.map(({ isNew }) => isNew)).toEqual(rows.map((_row, index) => index === 0));
          expect(new Set(rows.map(({ firstDetectedAt }) => firstDetectedAt)).size).toBe(1);
          for (const [index, { snapshot }] of rows.entries())
            if (snapshot.state !== 'open') expect(rows[index + 1]?.snapshot.state ?? 'open').toBe('open');
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('a fix that is taken back ends by the feed, without a date of repair', () => {
    const { changes } = play([{ scan: 1 }, { fixed: 3 }, { fixed: null }, { fixed: 3 }]);
    expect(
      changes.map(({ snapshot: { state, fixedAt, verifiedBy } }) => [state, fixedAt, verifiedBy]),
    ).toEqual([
      ['open', null, null],
      ['not_affected', null, 'feeds 2'],
      ['open', null, null],
    ]);
  });
});
