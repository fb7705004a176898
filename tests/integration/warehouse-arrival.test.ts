import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { firstDay, randomScans } from './support/random-scans.ts';
import type { RandomScan } from './support/random-scans.ts';
import { makeSite, readEverything, readLists, receive } from './support/test-app.ts';

const DAY = 86_400_000;
const now = firstDay + 900 * DAY;

/** Runs `work` on an installation that received `scans` in the order given. */
async function withScans<T>(scans: readonly RandomScan[], work: (app: App) => Promise<T>): Promise<T> {
  const site = makeSite(now);
  const app = await site.open();
  try {
    for (const { envelope } of scans) await receive(app, envelope);
    return await work(app);
  } finally {
    await app.close();
    site.remove();
  }
}

const instants = (scans: readonly RandomScan[]) => [
  ...new Set(scans.flatMap(({ at }) => [at, at + 40 * DAY])),
];

/** What answers say of the world: without ids, which each installation gives anew, and without the log's numbers. */
async function answers(app: App, scans: readonly RandomScan[]) {
  const said: Record<string, unknown> = {};
  for (const at of instants(scans)) {
    const view = { asOf: new Date(at).toISOString() };
    const lists = await readLists(app, view);
    const findings = await listFindings(app, localOperator, view);
    const assets = await listAssets(app, localOperator, view);
    const names = [
      ...assets.rows.map(({ id, name }) => [id, name] as const),
      ...findings.rows.map(({ id, fix, reopenNo, asset }) => [id, `${asset} ${fix} ${reopenNo}`] as const),
    ];
    const text = names.reduce((all, [id, name]) => all.replaceAll(id, name), JSON.stringify(lists));
    said[view.asOf] = text.replaceAll(/\\"knownAt\\":\d+/g, '');
  }
  return said;
}

test('any order of arrival gives the same answers about every day', async () => {
  const shuffled = randomScans.chain((scans) =>
    fc.tuple(fc.constant(scans), fc.shuffledSubarray(scans, { minLength: scans.length })),
  );
  await fc.assert(
    fc.asyncProperty(shuffled, async ([scans, arrived]) => {
      const expected = await withScans(scans, (app) => answers(app, scans));
      // A duplicate arrives with the others and changes nothing.
      const actual = await withScans([...arrived, ...arrived.slice(0, 1)], (app) => answers(app, scans));
      expect(actual).toEqual(expected);
    }),
    { numRuns: 10, endOnFailure: true },
  );
});

test('what was known at an event stays what it was, whatever arrives later', async () => {
  const shuffled = randomScans.chain((scans) => fc.shuffledSubarray(scans, { minLength: scans.length }));
  await fc.assert(
    fc.asyncProperty(shuffled, async (arrived) => {
      const site = makeSite(now);
      const app = await site.open();
      try {
        const before: { knownAt: number; asOf: string; said: Record<string, string> }[] = [];
        for (const { envelope } of arrived) {
          await receive(app, envelope);
          const knownAt = app.warehouse.appliedSeq();
          for (const at of instants(arrived).slice(0, 4)) {
            const asOf = new Date(at).toISOString();
            before.push({ knownAt, asOf, said: await readLists(app, { asOf, knownAt }) });
          }
        }
        for (const { knownAt, asOf, said } of before) {
          expect(await readLists(app, { asOf, knownAt })).toEqual(said);
        }
      } finally {
        await app.close();
        site.remove();
      }
    }),
    { numRuns: 5, endOnFailure: true },
  );
});

test('a rebuild into an empty warehouse gives the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(randomScans, async (scans) => {
      await withScans(scans.toReversed(), async (app) => {
        const head = app.warehouse.appliedSeq();
        const views = instants(scans)
          .slice(-2)
          .flatMap((at) =>
            [head, Math.ceil(head / 2)].map((knownAt) => ({ asOf: new Date(at).toISOString(), knownAt })),
          );
        const before = await Promise.all(views.map((view) => readEverything(app, view)));
        await app.warehouse.rebuild();
        expect(await Promise.all(views.map((view) => readEverything(app, view)))).toEqual(before);
      });
    }),
    { numRuns: 4, endOnFailure: true },
  );
});

test('a scan of another asset changes nothing of this one', async () => {
  await fc.assert(
    fc.asyncProperty(randomScans, async (scans) => {
      const own = scans.filter(({ host }) => host === 'web');
      const ofWeb = async (app: App) => {
        const said = await Promise.all(
          instants(scans).map(async (at) => {
            const { rows } = await listFindings(app, localOperator, {
              asOf: new Date(at).toISOString(),
              asset: 'web',
            });
            return rows.map(
              ({ id: _id, assetId: _assetId, total: _total, ...row }: Record<string, unknown>) => row,
            );
          }),
        );
        return said;
      };
      expect(await withScans(scans, ofWeb)).toEqual(await withScans(own, ofWeb));
    }),
    { numRuns: 5, endOnFailure: true },
  );
});
