import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { closeEntry } from '#lib/server/registers/answer-entry.ts';
import { startOfEntry, suggestSupportEnds } from '#lib/server/registers/suggest-support-ends.ts';
import { writeEntry } from '#lib/server/registers/write-entry.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { addPerson } from './support/persons.ts';
import { entryOf } from './support/register-entries.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const begun = Date.parse('2026-05-01T08:00:00.000Z');

let site: TestSite;
let app: App;
let ana: Viewer;

beforeAll(async () => {
  site = makeSite(begun);
  app = await site.open();
  ana = addPerson(app, { name: 'Ana', role: 'analyst' });
  for (const name of ['web-01', 'web-02'])
    await receive(app, debianEnvelope({ name, startedAt: begun - 3_600_000, packages: {} }));
});

afterAll(async () => {
  await app.close();
  site.remove();
});

/** endoflife.date says how long Debian 12 gets fixes. */
async function tell(eolFrom: string, eoesFrom: string): Promise<void> {
  const releases = [{ name: '12', eolFrom, eoesFrom }];
  const document = {
    schema_version: '1.2.0',
    generated_at: '2026-04-01T00:00:00+00:00',
    total: 1,
    result: [{ name: 'debian', releases }],
  };
  const content = Buffer.from(JSON.stringify(document));
  await receiveFeed(app, localOperator, {
    content,
    fileName: 'full.json',
    feed: null,
    origin: null,
    mode: 'keep',
  });
  await app.warehouse.catchUp();
}

test('without a feed on releases nothing is known, which is not that nothing ends', async () => {
  expect(await suggestSupportEnds(app, ana, {})).toMatchObject({ fed: false, rows: [] });
});

test('a release that is near its end is suggested with its assets, fills the form, and is found again as an entry', async () => {
  await tell('2026-06-10', '2028-06-30');
  // Debian's own archive carries its extension, so that its end is what counts.
  expect(await suggestSupportEnds(app, ana, {})).toMatchObject({ fed: true, open: 0, rows: [] });
  await tell('2026-01-10', '2026-12-31');
  const { rows, open } = await suggestSupportEnds(app, ana, {});
  expect(open).toBe(1);
  expect(rows).toMatchObject([
    { release: 'debian 12', ends: '2026-12-31', isOver: false, assets: 2, units: [{ name: 'Unassigned' }] },
  ]);
  expect((await listAssets(app, ana, { release: 'debian 12' })).total).toBe(rows[0]?.assets);
  expect((await listAssets(app, ana, { release: 'debian 11' })).total).toBe(0);
  const { title, fields } = startOfEntry(rows[0] ?? expect.fail());
  expect(fields).toMatchObject({ ends: '2026-12-31', where: '2 assets of Unassigned.' });
  expect(title).toMatch(/^End of fixes for Debian/);
  const input = entryOf('end-of-support', ana.personId ?? '', { title, fields });
  const { id } = await writeEntry(app, ana, input);
  expect(await suggestSupportEnds(app, ana, {})).toMatchObject({ open: 0, rows: [{ entry: id }] });
  await closeEntry(app, ana, { id, reason: 'Recorded in another tool from now on.' });
  expect(await suggestSupportEnds(app, ana, {})).toMatchObject({ open: 1, rows: [{ entry: null }] });
});

test('it is over from the day after, and answers as of a day and as known at an event', async () => {
  const knownAt = app.store.log.head().seq;
  const on = async (asOf: string) => (await suggestSupportEnds(app, ana, { asOf, knownAt })).rows[0]?.isOver;
  expect(await on('2026-12-31')).toBe(false);
  expect(await on('2027-01-01')).toBe(true);
  expect((await suggestSupportEnds(app, ana, { knownAt: 3 })).rows).toEqual([]);
});

test('of another unit it shows no assets', async () => {
  const shop = addPerson(app, { name: 'Sam', role: 'manager', unit: 'shop' });
  expect((await suggestSupportEnds(app, shop, {})).rows).toEqual([]);
});

test('a rebuild suggests the same', async () => {
  const before = await suggestSupportEnds(app, ana, {});
  expect(before.rows).toHaveLength(1);
  await app.warehouse.rebuild();
  expect(await suggestSupportEnds(app, ana, {})).toEqual(before);
});
