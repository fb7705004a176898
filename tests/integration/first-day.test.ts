import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { getFlow } from '#lib/server/findings/get-flow.ts';
import { getPosture } from '#lib/server/findings/get-posture.ts';
import { listPatches } from '#lib/server/findings/list-patches.ts';
import { receiveAdvisories } from '#lib/server/imports/receive-advisories.ts';
import { debianEnvelope, failedEnvelope } from './support/debian-host.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
/** A Wednesday; the week before it starts on 4 May. */
const begun = Date.parse('2026-05-13T08:00:00.000Z');

let site: TestSite;
let app: App;

beforeEach(async () => {
  site = makeSite(begun + DAY / 24);
  app = await site.open();
});

afterEach(async () => {
  await app.close();
  site.remove();
});

const packages = {
  openssl: { version: '3.0.17-1', security: '3.0.18-1' },
  curl: { version: '7.88.1-9', security: '7.88.1-10' },
};
const scanAt = (startedAt: number, name = 'web-01') =>
  receive(app, debianEnvelope({ name, startedAt, packages }));
const flow = (asOf?: string) => getFlow(app, localOperator, { weeks: '3', asOf });

/** What an advisory says of the missing openssl update alone. */
function sayOpenssl(severity: 'medium' | null) {
  return receiveAdvisories(app, localOperator, {
    schema: 'patchproof.advisories',
    version: 1,
    source: 'Security announcements',
    publishedAt: new Date(begun).toISOString(),
    advisories: [
      {
        id: 'DSA-1-1',
        title: 'openssl security update',
        released: null,
        severity,
        cves: [],
        knownExploited: null,
        products: [{ product: 'openssl', fixed: '3.0.18-1' }],
      },
    ],
  });
}

const unmeasured = {
  new: null,
  reopened: null,
  closed: null,
  openAtEnd: null,
  overdueAtEnd: null,
  adjudicatedAtEnd: null,
};
const twoNew = { new: 2, reopened: 0, closed: 0, openAtEnd: 2, overdueAtEnd: 0, adjudicatedAtEnd: 0 };
const quiet = { ...twoNew, new: 0 };

describe('the flow of a new installation', () => {
  it('has no counts, rather than zeros, for the weeks that ended before the first scan', async () => {
    await scanAt(begun);
    expect((await flow()).rows).toEqual([
      { week: '2026-04-27', ...unmeasured },
      { week: '2026-05-04', ...unmeasured },
      { week: '2026-05-11', ...twoNew },
    ]);
    site.now = begun + 8 * DAY;
    expect((await flow()).rows).toEqual([
      { week: '2026-05-04', ...unmeasured },
      { week: '2026-05-11', ...twoNew },
      { week: '2026-05-18', ...quiet },
    ]);
  });

  it('sums the weeks that were measured', async () => {
    await scanAt(begun);
    expect(await flow()).toMatchObject({ new: 2, reopened: 0, closed: 0 });
  });

  it('is not begun by a scan that never got in', async () => {
    await receive(app, failedEnvelope({ name: 'web-01', startedAt: begun - 7 * DAY }));
    await scanAt(begun);
    expect((await flow()).rows.map(({ new: arrived }) => arrived)).toEqual([null, null, 2]);
  });

  it('is begun by an incomplete scan that found something', async () => {
    const broken = { kernel: 'timeout' } as const;
    await receive(app, debianEnvelope({ name: 'web-01', startedAt: begun - 7 * DAY, packages, broken }));
    await scanAt(begun);
    expect((await flow()).rows.map(({ new: arrived }) => arrived)).toEqual([null, 2, 0]);
  });

  it('is not measured on a day before the first scan, nor without any', async () => {
    expect((await flow()).rows.map(({ openAtEnd }) => openAtEnd)).toEqual([null, null, null]);
    await scanAt(begun);
    const before = await flow('2026-05-12');
    expect(before.rows.map(({ openAtEnd }) => openAtEnd)).toEqual([null, null, null]);
  });

  it('is not begun in a business unit by the scan of another', async () => {
    await scanAt(begun - 7 * DAY);
    expect((await flow()).rows.map(({ new: arrived }) => arrived)).toEqual([null, 2, 0]);
    const none = await getFlow(app, localOperator, { weeks: '3', unit: 'claims' });
    expect(none.rows.map(({ new: arrived }) => arrived)).toEqual([null, null, null]);
  });
});

describe('what nobody has said yet', () => {
  it('is counted: without advisories there are none, and no fix is ranked', async () => {
    await scanAt(begun);
    expect(await getPosture(app, localOperator, {})).toMatchObject({
      advisories: 0,
      knownExploited: 0,
      unknownRank: 2,
    });
    const { rows } = await listPatches(app, localOperator, {});
    expect(rows.map(({ product, rank, ranked }) => [product, rank, ranked]).sort()).toEqual([
      ['curl', 'high', false],
      ['openssl', 'high', false],
    ]);
  });

  it('is told apart from what an advisory has ranked', async () => {
    await scanAt(begun);
    sayOpenssl('medium');
    await app.warehouse.catchUp();
    expect(await getPosture(app, localOperator, {})).toMatchObject({ advisories: 1, unknownRank: 1 });
    const { rows } = await listPatches(app, localOperator, {});
    expect(rows.map(({ product, rank, ranked }) => [product, rank, ranked]).sort()).toEqual([
      ['curl', 'high', false],
      ['openssl', 'medium', true],
    ]);
  });

  it('stays unranked when an advisory names no severity', async () => {
    await scanAt(begun);
    sayOpenssl(null);
    await app.warehouse.catchUp();
    expect(await getPosture(app, localOperator, {})).toMatchObject({ advisories: 1, unknownRank: 2 });
    const { rows } = await listPatches(app, localOperator, { product: 'openssl' });
    expect(rows).toMatchObject([{ rank: 'high', ranked: false }]);
  });
});
