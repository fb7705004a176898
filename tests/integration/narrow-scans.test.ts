import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { getCoverage } from '#lib/server/inventory/get-coverage.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import {
  importReport,
  missingDebian,
  nessusReport,
  nessusReportOf,
  reportReceipt,
} from './support/reports.ts';
import type { NessusHost, NessusPolicyText } from './support/reports.ts';
import { makeSite, readLists } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
const begun = Date.parse('2026-05-10T08:00:00.000Z');
const openssl = missingDebian(1001, 5001, 'openssl');
const curl = missingDebian(1002, 5002, 'curl');
const debian = 'Debian Local Security Checks';
const whole: NessusPolicyText = { plugins: [1001, 1002], families: { [debian]: 'enabled' } };
const ofCurl: NessusPolicyText = { plugins: [1002], families: { [debian]: 'mixed' } };
const ofWeb: NessusPolicyText = { plugins: [9001], families: { [debian]: 'disabled', CGI: 'enabled' } };

let site: TestSite;
let app: App;

beforeEach(async () => {
  site = makeSite(begun + 60 * DAY);
  app = await site.open();
});

afterEach(async () => {
  await app.close();
  site.remove();
});

const host = (day: number, items: NessusHost['items'], changes: Partial<NessusHost> = {}): NessusHost => ({
  name: 'web1.example',
  address: '10.0.0.1',
  at: begun + day * DAY,
  items,
  ...changes,
});
const keep = async (content: Buffer) => reportReceipt(await importReport(app, content));
const statesOf = async (opened: App) =>
  Object.fromEntries(
    (await listFindings(opened, localOperator, {})).rows.map(({ fix, state }) => [fix, state]),
  );
const bothOpen = { 'DSA-5001-1': 'open', 'DSA-5002-1': 'open' };

describe('a scan with chosen checks', () => {
  it('closes what its checks find, and nothing else', async () => {
    await keep(nessusReportOf(whole, host(0, [openssl, curl])));
    expect(await keep(nessusReportOf(ofWeb, host(7, [])))).toMatchObject({ closed: 0 });
    expect(await statesOf(app)).toEqual(bothOpen);
    expect(await keep(nessusReportOf(ofCurl, host(14, [])))).toMatchObject({ closed: 1 });
    expect(await statesOf(app)).toEqual({ 'DSA-5001-1': 'open', 'DSA-5002-1': 'fixed' });
    expect(await keep(nessusReportOf(whole, host(21, [])))).toMatchObject({ closed: 1 });
  });

  it('gives the same answers in any order of arrival, and on rebuild', async () => {
    const reports = [
      nessusReportOf(whole, host(0, [openssl, curl])),
      nessusReportOf(ofCurl, host(7, [])),
      nessusReportOf(ofWeb, host(14, [])),
      nessusReportOf(whole, host(21, [curl])),
      nessusReportOf(ofCurl, host(28, [])),
    ];
    for (const report of reports) await keep(report);
    const other = makeSite(begun + 60 * DAY);
    const opened = await other.open();
    for (const report of reports.toReversed()) await importReport(opened, report);
    expect(await statesOf(opened)).toEqual(await statesOf(app));
    expect(await statesOf(app)).toEqual({ 'DSA-5001-1': 'fixed', 'DSA-5002-1': 'fixed' });
    await opened.close();
    other.remove();
    const before = await readLists(app, {});
    await app.warehouse.rebuild();
    expect(await readLists(app, {})).toEqual(before);
  });

  it('has not seen a flaw that it does not name: last seen is the scan that could find it', async () => {
    await keep(nessusReportOf(whole, host(0, [openssl])));
    await keep(nessusReportOf(whole, host(7, [openssl])));
    await keep(nessusReportOf(ofWeb, host(14, [])));
    await keep(nessusReportOf(whole, host(21, [])));
    const { rows } = await listFindings(app, localOperator, {});
    expect(rows).toMatchObject([{ state: 'fixed', lastSawFlaw: new Date(begun + 7 * DAY).toISOString() }]);
  });

  it('covers the asset only where it looks for patches', async () => {
    await keep(nessusReportOf(ofWeb, host(59, [])));
    const verdict = async () => (await listAssets(app, localOperator, {})).rows[0]?.verdict;
    expect(await getCoverage(app, localOperator, {})).toMatchObject({ assets: 1, fresh: 0 });
    expect(await verdict()).toBe('not-scanned');
    await keep(nessusReportOf({ ...whole, families: { [debian]: 'mixed' } }, host(59.5, [openssl])));
    expect(await getCoverage(app, localOperator, {})).toMatchObject({ assets: 1, fresh: 1 });
    expect(await verdict()).toBe('fail');
  });
});

it('a report that was filtered at export closes nothing and covers nothing', async () => {
  await keep(nessusReport(host(0, [openssl, curl])));
  expect(await keep(nessusReport(host(59, [curl], { filtered: true })))).toMatchObject({ closed: 0 });
  expect(await statesOf(app)).toEqual(bothOpen);
  expect(await getCoverage(app, localOperator, {})).toMatchObject({ fresh: 0 });
});
