import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { saveMapping } from '#lib/server/imports/save-mapping.ts';
import { listImports } from '#lib/server/imports/list-imports.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { listScans } from '#lib/server/scans/list-scans.ts';
import type { ReportHolds } from '#scanners/importers/held-hosts.ts';
import { importReport, missingDebian, nessusReport, reportReceipt } from './support/reports.ts';
import type { NessusHost } from './support/reports.ts';
import { makeSite, readEverything } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
const begun = Date.parse('2026-05-10T08:00:00.000Z');
const openssl = missingDebian(1001, 5001, 'openssl');
const curl = missingDebian(1002, 5002, 'curl');
const both = { 'DSA-5001-1': 'open', 'DSA-5002-1': 'open' };
const closed = { 'DSA-5001-1': 'fixed', 'DSA-5002-1': 'open' };

let site: TestSite;
let app: App;

beforeEach(async () => {
  site = makeSite(begun + 60 * DAY);
  app = await site.open();
});

afterEach(async () => {
  await app.close();
  expect(site.reports).toEqual([]);
  site.remove();
});

const web = (day: number, items: NessusHost['items'], changes: Partial<NessusHost> = {}) =>
  nessusReport({ name: 'web1.example', address: '10.0.0.1', at: begun + day * DAY, items, ...changes });
const first = web(0, [openssl, curl]);
const whole = web(7, [curl]);
const unfinished = web(7, [curl], { complete: false });

const give = (content: Buffer, holds: ReportHolds | null = null) => importReport(app, content, { holds });
const look = (content: Buffer, holds: ReportHolds | null = null) =>
  importReport(app, content, { holds, mode: 'dry-run' });
const lastEvent = () => app.store.log.read(app.store.log.head().seq - 1, 1)[0];

async function states(knownAt?: number): Promise<Record<string, string>> {
  const { rows } = await listFindings(app, localOperator, knownAt === undefined ? {} : { knownAt });
  return Object.fromEntries(rows.map(({ fix, state }) => [fix, state]).sort());
}

/** All that is told of findings, scans and coverage, but for which event told it. */
async function told() {
  const findings = await listFindings(app, localOperator, {});
  const scans = await listScans(app, localOperator, {});
  const assets = await listAssets(app, localOperator, {});
  return {
    findings: findings.rows
      .map(({ fix, state, reopenNo, firstDetected, detectedBy, verifiedAt, verifiedBy, due, judgement }) =>
        JSON.stringify({
          fix,
          state,
          reopenNo,
          firstDetected,
          detectedBy,
          verifiedAt,
          verifiedBy,
          due,
          judgement,
        }),
      )
      .sort(),
    scans: scans.rows.map(({ id, outcome, startedAt }) => [id, outcome, startedAt]),
    assets: assets.rows.map(({ name, lastComplete }) => [name, lastComplete]),
  };
}

describe('a report of which somebody says what it holds', () => {
  it.each<[string, Buffer, ReportHolds | null, Record<string, string>]>([
    ['closes nothing as it says that it was not finished', unfinished, null, both],
    ['closes as everything what is missing', unfinished, 'everything', closed],
    ['closes what is missing as it says that it was finished', whole, null, closed],
    ['closes nothing as a selection', whole, 'selection', both],
  ])('%s', async (_says, content, holds, expected) => {
    await give(first);
    const receipt = reportReceipt(await give(content, holds));
    expect(receipt).toMatchObject({ holds, closed: expected === closed ? 1 : 0 });
    expect(await states()).toEqual(expected);
    const before = await readEverything(app, {});
    await app.warehouse.rebuild();
    expect(await readEverything(app, {})).toEqual(before);
  });

  it('still closes nothing of a login without one, whatever it holds', async () => {
    await give(first);
    await give(web(7, [curl], { credentialed: false }), 'everything');
    expect(await states()).toEqual(both);
  });

  it('covers no asset as a selection, and says why', async () => {
    await give(whole, 'selection');
    const { rows } = await listScans(app, localOperator, {});
    expect(rows).toMatchObject([{ outcome: 'partial', failureCode: 'REPORT_SELECTION' }]);
    expect((await listAssets(app, localOperator, {})).rows).toMatchObject([{ lastComplete: null }]);
  });

  it('is told in its check, its event, its receipt and the list of imports', async () => {
    expect((await look(unfinished)).report).toMatchObject({
      holds: null,
      closes: { withLogin: 0, withoutLogin: 0 },
      replaces: null,
    });
    expect((await look(unfinished, 'everything')).report).toMatchObject({
      holds: 'everything',
      closes: { withLogin: 1, withoutLogin: 0 },
    });
    expect((await give(unfinished, 'everything')).report).toMatchObject({
      holds: 'everything',
      closes: null,
    });
    expect(lastEvent()?.body).toMatchObject({ holds: 'everything' });
    await give(first);
    expect(Object.keys(lastEvent()?.body ?? {})).not.toContain('holds');
    expect(Object.keys(lastEvent()?.body ?? {})).not.toContain('replaces');
    const { rows } = await listImports(app, localOperator, {});
    expect(rows.map(({ receipt }) => receipt.holds)).toEqual([undefined, 'everything']);
  });

  it('gives the same however it arrives', async () => {
    const later = web(14, [curl]);
    await give(later);
    await give(unfinished, 'everything');
    await give(first);
    expect(await states()).toEqual(closed);
    const { rows } = await listFindings(app, localOperator, {});
    expect(rows.find(({ state }) => state === 'fixed')?.verifiedAt).toBe(
      new Date(begun + 7 * DAY).toISOString(),
    );
  });
});

describe('the same file, of which somebody says something else', () => {
  it('closes as everything what it left open before, as if it had been said from the start', async () => {
    await give(first);
    await give(unfinished, 'everything');
    const expected = await told();
    await app.close();
    site.remove();
    site = makeSite(begun + 60 * DAY);
    app = await site.open();

    await give(first);
    await give(unfinished);
    const { seq } = app.store.log.head();
    expect(await look(unfinished, 'everything')).toMatchObject({ known: true, report: { replaces: seq } });
    const again = await give(unfinished, 'everything');
    expect(again).toMatchObject({ result: 'imported', known: true, report: { replaces: seq } });
    expect(again.receipt).toMatchObject({ seq: seq + 1, holds: 'everything', closed: 1, assets: 1 });
    expect(lastEvent()?.body).toMatchObject({ replaces: seq });
    expect(await told()).toEqual(expected);
    expect(await states(seq)).toEqual(both);
  });

  it('opens as a selection what it closed before, also under what came since, and covers nothing', async () => {
    const later = web(14, [curl], { complete: false });
    await give(first, 'selection');
    await give(whole, 'selection');
    await give(later);
    const expected = await told();
    await app.close();
    site.remove();
    site = makeSite(begun + 60 * DAY);
    app = await site.open();

    await give(first, 'selection');
    await give(whole);
    await give(later);
    const { seq } = app.store.log.head();
    expect(await states()).toEqual(closed);
    expect((await give(whole, 'selection')).receipt).toMatchObject({ closed: 0, holds: 'selection' });
    expect(await told()).toEqual(expected);
    expect(await states(seq)).toEqual(closed);
    const before = await readEverything(app, {});
    await app.warehouse.rebuild();
    expect(await readEverything(app, {})).toEqual(before);
    // A report that is older than all has everything folded once more.
    await give(web(-7, [openssl], { complete: false }));
    expect(await states()).toEqual(both);
  });

  it.each([20, 40])('judges no deadline by what is no longer said to be complete, day %i', async (day) => {
    const second = web(day, [openssl, curl]);
    await give(first, 'selection');
    await give(second, 'selection');
    const expected = await told();
    await app.close();
    site.remove();
    site = makeSite(begun + 60 * DAY);
    app = await site.open();

    await give(first);
    await give(second);
    expect((await told()).findings).not.toEqual(expected.findings);
    await give(first, 'selection');
    await give(second, 'selection');
    expect(await told()).toEqual(expected);
  });

  it('changes nothing with the same word, or with none, and can be said anew any number of times', async () => {
    await give(first);
    await give(whole, 'selection');
    const { seq } = app.store.log.head();
    const last = (await give(whole, 'selection')).receipt;
    expect(await give(whole)).toMatchObject({ result: 'already-imported', receipt: last });
    expect(await look(whole)).toMatchObject({
      known: true,
      report: { holds: 'selection', closes: { withLogin: 0 }, replaces: null },
    });
    expect(app.store.log.head().seq).toBe(seq);
    await give(whole, 'everything');
    expect(await states()).toEqual(closed);
    await give(whole, 'selection');
    expect(await states()).toEqual(both);
    expect(app.store.log.head().seq).toBe(seq + 2);
    expect((await give(whole)).receipt).toMatchObject({ seq: seq + 2, holds: 'selection' });
  });

  it('stays in its place where it names no time: what came since is not closed by it', async () => {
    const columns = { host: ['Server'], title: ['Patch'] };
    saveMapping(app, localOperator, {
      name: 'list',
      basedOn: 0,
      document: {
        schema: 'patchproof.column-mapping',
        version: 1,
        title: 'a list (CSV)',
        tool: 'List',
        identifiedBy: [['Server', 'Patch']],
        columns,
        credentialed: true,
      },
    });
    const list = (...patches: readonly string[]) =>
      Buffer.from(`Server,Patch\n${patches.map((patch) => `web1,${patch}\n`).join('')}`);
    await give(list('KB5000001', 'KB5000002'));
    site.now += DAY;
    await give(list('KB5000002'));
    site.now += DAY;
    await give(list('KB5000002', 'KB5000003'));
    site.now += DAY;
    await give(list('KB5000002'), 'everything');
    expect(await states()).toEqual({ KB5000001: 'fixed', KB5000002: 'open', KB5000003: 'open' });
  });
});
