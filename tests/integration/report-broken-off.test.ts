import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { importReport, missingDebian, nessusReport, reportReceipt } from './support/reports.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const begun = Date.parse('2026-05-10T08:00:00.000Z');
/** More than are named in two transactions. */
const HOSTS = 250;
const openssl = missingDebian(1001, 5001, 'openssl');
const report = nessusReport(
  ...Array.from({ length: HOSTS }, (_, n) => ({ name: `web${n}.example`, at: begun, items: [openssl] })),
);

let site: TestSite;
let app: App;

beforeEach(async () => {
  site = makeSite(begun + 60_000);
  app = await site.open();
});

afterEach(async () => {
  await app.close();
  site.remove();
});

const names = async () => (await listAssets(app, localOperator, {})).rows.map(({ name }) => name);

/** The process dies after so many transactions of the import, and starts again. */
async function breakOff(after: number): Promise<void> {
  const { transaction } = app.store;
  let left = after;
  app.store.transaction = (work) => {
    left -= 1;
    if (left < 0) throw new Error('the process was killed');
    return transaction.call(app.store, work) as ReturnType<typeof work>;
  };
  await expect(importReport(app, report)).rejects.toThrow('the process was killed');
  app.store.transaction = transaction;
  await app.close();
  app = await site.open();
}

describe('an import of many hosts that breaks off', () => {
  it.each([1, 3])('after %i transactions is as if it had not been', async (after) => {
    const { seq } = app.store.log.head();
    await breakOff(after);
    expect(app.store.log.head().seq).toBeGreaterThan(seq);
    expect(await names()).toEqual([]);
    await app.warehouse.rebuild();
    expect(await names()).toEqual([]);
  });

  it('is done when the file comes again, with every asset once, and the same after a rebuild', async () => {
    await breakOff(2);
    const created = () => app.store.log.read(0, 10_000).filter(({ kind }) => kind === 'asset.created');
    const early = created().length;
    expect(early).toBeGreaterThan(0);
    expect(early).toBeLessThan(HOSTS);
    const receipt = reportReceipt(await importReport(app, report));
    expect(receipt).toMatchObject({ assets: HOSTS, findings: HOSTS, new: HOSTS });
    expect(created()).toHaveLength(HOSTS);
    const before = await names();
    expect(before).toHaveLength(HOSTS);
    await app.warehouse.rebuild();
    expect(await names()).toEqual(before);
  });

  it('shows none of its assets as known at any event before its own', async () => {
    const { seq } = reportReceipt(await importReport(app, report));
    const knownAt = async (at: number) => (await listAssets(app, localOperator, { knownAt: at })).rows.length;
    expect([await knownAt(seq - 1), await knownAt(seq)]).toEqual([0, HOSTS]);
  });

  it('leaves an asset that a scan of our own then names, and shows that one alone', async () => {
    await breakOff(2);
    await receive(app, debianEnvelope({ name: 'web7.example', startedAt: begun, packages: {} }));
    expect(await names()).toEqual(['web7.example']);
  });
});
