import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { explainFinding } from '#lib/server/findings/explain-finding.ts';
import { getPosture } from '#lib/server/findings/get-posture.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { listPatches } from '#lib/server/findings/list-patches.ts';
import { getCoverage } from '#lib/server/inventory/get-coverage.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { verifyEvidence } from '#lib/server/read-documents/verify-evidence.ts';
import { listSecondOpinions } from '#lib/server/reports/list-second-opinions.ts';
import { listScans } from '#lib/server/scans/list-scans.ts';
import { getScan } from '#lib/server/scans/get-scan.ts';
import { debianEnvelope } from './support/debian-host.ts';
import type { SyntheticHost } from './support/debian-host.ts';
import { importReport, missingDebian, nessusReport, reportReceipt, vulsReport } from './support/reports.ts';
import type { NessusHost } from './support/reports.ts';
import { makeSite, readLists, receive, rootDir } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
const begun = Date.parse('2026-05-10T08:00:00.000Z');
const openssl = missingDebian(1001, 5001, 'openssl');
const curl = missingDebian(1002, 5002, 'curl');

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

const web = (day: number, items: NessusHost['items'], changes: Partial<NessusHost> = {}) =>
  nessusReport({ name: 'web1.example', address: '10.0.0.1', at: begun + day * DAY, items, ...changes });
const keep = async (content: Buffer) => reportReceipt(await importReport(app, content));
const findings = async () => (await listFindings(app, localOperator, {})).rows;
const states = async () => Object.fromEntries((await findings()).map(({ fix, state }) => [fix, state]));
const head = () => app.store.log.head().seq;

describe('a report of another scanner', () => {
  it('makes one finding of asset, vendor fix and product, with its clock from the start of the scan', async () => {
    const receipt = await keep(web(0, [openssl, curl, { plugin: 9, severity: 2, cves: ['CVE-2026-9'] }]));
    expect(receipt).toMatchObject({
      format: 'nessus',
      tool: 'Nessus',
      assets: 1,
      records: 4,
      flaws: 3,
      findings: 3,
      new: 3,
      unchanged: 0,
      reopened: 0,
      closed: 0,
      skipped: [{ reason: 'informational: no fix and no CVE', n: 1 }],
    });
    expect(await states()).toEqual({ 'DSA-5001-1': 'open', 'DSA-5002-1': 'open', 'check:Nessus:9': 'open' });
    expect((await findings()).find(({ fix }) => fix === 'DSA-5001-1')).toMatchObject({
      asset: 'web1.example',
      product: 'openssl',
      severity: 'high',
      cves: ['CVE-2026-5001'],
      firstDetected: new Date(begun).toISOString(),
      due: '2026-06-09T23:59:59.999Z',
      verdict: 'fail',
    });
  });

  it('changes nothing when it comes again, also packed under another name in another process of time', async () => {
    const first = await importReport(app, web(0, [openssl, curl]));
    const seq = head();
    site.now += DAY;
    const again = await importReport(app, web(0, [openssl, curl]), { fileName: 'another name' });
    expect(again.result).toBe('already-imported');
    expect(again.receipt).toEqual(first.receipt);
    expect(head()).toBe(seq);
  });

  it('has the same counts after a rebuild', async () => {
    const first = await importReport(app, web(0, [openssl, curl]));
    await importReport(app, web(7, [curl]));
    await app.warehouse.rebuild();
    const again = await importReport(app, web(0, [openssl, curl]));
    expect(again.receipt).toEqual(first.receipt);
  });

  it('is flagged when it is old, and taken in as it stands', async () => {
    expect(await keep(web(0, [openssl]))).toMatchObject({ flags: ['BACKDATED'] });
    expect(await keep(web(60, [curl]))).toMatchObject({ flags: [] });
  });

  it('says unchanged for what another report of the same host told before', async () => {
    await keep(web(0, [openssl, curl]));
    expect(await keep(web(7, [openssl, curl]))).toMatchObject({ new: 0, unchanged: 2, closed: 0 });
    expect(await findings()).toHaveLength(2);
  });

  it('closes what a complete scan with login no longer finds, and reopens it when it is back', async () => {
    await keep(web(0, [openssl, curl]));
    expect(await keep(web(7, [curl]))).toMatchObject({ unchanged: 1, closed: 1 });
    expect(await states()).toEqual({ 'DSA-5001-1': 'fixed', 'DSA-5002-1': 'open' });
    expect((await findings()).find(({ state }) => state === 'fixed')).toMatchObject({
      verifiedAt: new Date(begun + 7 * DAY).toISOString(),
      verdict: 'pass',
      judgement: 'met',
    });
    expect(await keep(web(14, [openssl, curl]))).toMatchObject({ reopened: 1, unchanged: 1 });
    expect(await states()).toEqual({ 'DSA-5001-1': 'open', 'DSA-5002-1': 'open' });
    expect(await findings()).toHaveLength(2);
  });

  it.each<[string, Partial<NessusHost>]>([
    ['without login', { credentialed: false }],
    ['that was not finished', { complete: false }],
  ])('closes nothing by a scan %s', async (_title, changes) => {
    await keep(web(0, [openssl, curl]));
    expect(await keep(web(7, [curl], changes))).toMatchObject({ closed: 0 });
    expect(await states()).toEqual({ 'DSA-5001-1': 'open', 'DSA-5002-1': 'open' });
  });

  it('closes what was seen at a port by a scan without login, unless a login ever saw it', async () => {
    const service = { plugin: 7, port: 443, cves: ['CVE-2026-7'] };
    const other = { plugin: 8, port: 22 };
    await keep(web(0, [service, other], { credentialed: false }));
    await keep(web(1, [other], { credentialed: false }));
    expect(await states()).toEqual({ 'check:Nessus:7': 'fixed', 'check:Nessus:8': 'open' });
    await keep(web(2, [service, other], { credentialed: true }));
    await keep(web(3, [], { credentialed: false }));
    expect(await states()).toEqual({ 'check:Nessus:7': 'open', 'check:Nessus:8': 'open' });
  });

  it('that is older than another closes nothing newer: any order of arrival gives the same answers', async () => {
    const reports = [
      web(0, [openssl, curl]),
      web(7, [curl]),
      web(14, [openssl, curl]),
      web(21, [], { credentialed: false }),
      web(28, [openssl], { complete: false }),
      web(35, [openssl]),
    ];
    const orders = [
      [0, 1, 2, 3, 4, 5],
      [5, 4, 3, 2, 1, 0],
      [2, 0, 5, 1, 4, 3],
    ];
    const answers: string[] = [];
    for (const order of orders) {
      const other = makeSite(begun + 60 * DAY);
      const opened = await other.open();
      for (const index of order) await importReport(opened, reports[index] ?? Buffer.alloc(0));
      const { rows } = await listFindings(opened, localOperator, {});
      const told = rows.map(({ id: _id, assetId: _asset, ...row }) => row);
      answers.push(JSON.stringify(told.sort((a, b) => (a.fix < b.fix ? -1 : 1))));
      await opened.close();
      other.remove();
    }
    expect(answers[1]).toBe(answers[0]);
    expect(answers[2]).toBe(answers[0]);
    expect(answers[0]).toContain('"state":"fixed"');
  });

  it('that arrives late leaves answers given before as they were', async () => {
    await keep(web(7, [openssl, curl]));
    const { knownAt } = await listFindings(app, localOperator, {});
    const view = { knownAt, asOf: new Date(begun + 50 * DAY).toISOString() };
    const before = await readLists(app, view);
    await keep(web(0, [openssl]));
    expect(await readLists(app, view)).toEqual(before);
    expect((await findings()).find(({ fix }) => fix === 'DSA-5001-1')).toMatchObject({
      firstDetected: new Date(begun).toISOString(),
    });
  });

  it('gives the same tables again on rebuild', async () => {
    await keep(web(7, [openssl, curl]));
    await keep(web(14, [curl]));
    await keep(web(0, [openssl]));
    const before = await readLists(app, {});
    await app.warehouse.rebuild();
    expect(await readLists(app, {})).toEqual(before);
  });
});

describe('records of a report', () => {
  it('are all counted: repeated ones, informational ones, and several of one fix', async () => {
    const kernel = { ...openssl, plugin: 1003 };
    const receipt = await keep(
      web(0, [openssl, openssl, kernel, { plugin: 19506, severity: 0, output: 'Credentialed checks : yes' }]),
    );
    expect(receipt).toMatchObject({ flaws: 2, findings: 1, new: 1 });
    const left = receipt.skipped.reduce((sum, { n }) => sum + n, 0);
    expect(receipt.flaws + left).toBe(receipt.records);
    expect(receipt.skipped).toContainEqual({ reason: 'the same flaw again on the same host', n: 1 });
  });

  it('of several tools about the same fix and product are one finding, open while any tool sees it', async () => {
    await keep(web(0, [openssl]));
    const vuls = (day: number, advisories: readonly string[]) =>
      keep(vulsReport({ name: 'web1.example', at: begun + day * DAY, advisories }));
    expect(await vuls(1, ['DSA-5001-1'])).toMatchObject({ tool: 'Vuls', new: 0, unchanged: 1 });
    expect(await findings()).toHaveLength(1);
    expect(await keep(web(2, []))).toMatchObject({ closed: 0 });
    expect(await states()).toEqual({ 'DSA-5001-1': 'open' });
    expect(await vuls(3, [])).toMatchObject({ closed: 1 });
    expect(await states()).toEqual({ 'DSA-5001-1': 'fixed' });
    const [row] = await findings();
    const { claims } = await explainFinding(app, localOperator, { id: row?.id ?? '' });
    expect(claims.map(({ tool, endedAt }) => [tool, endedAt])).toEqual([
      ['Nessus', new Date(begun + 2 * DAY).toISOString()],
      ['Vuls', new Date(begun + 3 * DAY).toISOString()],
    ]);
  });
});

it('flaws without a fix are open findings, and no patches to do', async () => {
  const clair = readFileSync(join(rootDir, 'tests/fixtures/importers/clair/clair_few_vuln.json'));
  await keep(clair);
  const others = ['curl', 'bash'].map((product, index) => missingDebian(1004 + index, 5001, product));
  await keep(web(0, [openssl, ...others]));
  const without = (await findings()).filter(({ fix }) => fix.startsWith('no-fix:'));
  expect(without).toHaveLength(1);
  const { open, fixes, fixesToDo } = await getPosture(app, localOperator, {});
  const { total } = await listPatches(app, localOperator, { exception: 'none' });
  expect({ open, fixes, fixesToDo, total }).toEqual({ open: 5, fixes: 4, fixesToDo: 4, total: 4 });
});

it('what a tool says of a flaw stands with the finding and its fix, and whose word it is', async () => {
  await keep(web(0, [{ plugin: 9, name: 'Weak ciphers', severity: 2, cves: ['CVE-2026-0009'] }]));
  const said = {
    title: 'Weak ciphers',
    severity: 'medium',
    ratedBy: 'Nessus',
    cves: ['CVE-2026-0009'],
    advisory: null,
  };
  expect(await findings()).toMatchObject([{ ...said, product: '' }]);
  const { rows } = await listPatches(app, localOperator, {});
  expect(rows).toMatchObject([{ ...said, product: '', source: 'Nessus' }]);
  expect((await listFindings(app, localOperator, { q: 'weak ciph' })).total).toBe(1);
});

describe('where our own complete scans know the product', () => {
  const own = (day: number, packages: SyntheticHost['packages']) =>
    receive(app, debianEnvelope({ name: 'web1.example', startedAt: begun + day * DAY, packages }));
  const opinions = async () => (await listSecondOpinions(app, localOperator, {})).rows;

  it('a report makes no second finding: ours agrees, or the claim is at the desk for second opinions', async () => {
    await own(0, {
      openssl: { version: '3.0.1', security: '3.0.2' },
      curl: { version: '8.0.2', security: '8.0.2' },
    });
    const receipt = await keep(web(1, [openssl, curl, missingDebian(1003, 5003, 'nginx')]));
    expect(receipt).toMatchObject({ assets: 1, flaws: 1, findings: 1, new: 1 });
    expect(receipt.skipped).toEqual([
      { reason: 'our own scans judge this product: see second opinions', n: 2 },
      { reason: 'informational: no fix and no CVE', n: 1 },
    ]);
    expect(await states()).toEqual({ 'security-update:openssl@3.0.2': 'open', 'DSA-5003-1': 'open' });
    expect(await opinions()).toMatchObject([
      { opinion: 'conflict', product: 'curl', tool: 'Nessus', ownVersion: '8.0.2', ownFix: null },
      { opinion: 'agrees', product: 'openssl', ownFix: 'security-update:openssl@3.0.2' },
    ]);
    const { precision } = await listSecondOpinions(app, localOperator, {});
    expect(precision).toMatchObject([{ tool: 'Nessus', agrees: 1, conflicts: 1, precision: 0.5 }]);
  });

  it('what reports opened before stays open until our scan proves the version that the tool names', async () => {
    const fixed = { fixedIn: '3.0.14-1', advisories: ['DSA-5001-1'] };
    await keep(vulsReport({ name: 'web1.example', at: begun, ...fixed }));
    await own(1, { openssl: { version: '3.0.13-1' }, bash: { version: '5.2' } });
    expect(await states()).toEqual({ 'DSA-5001-1': 'open' });
    await own(2, { openssl: { version: '3.0.14-1' }, bash: { version: '5.2' } });
    expect((await findings())[0]).toMatchObject({
      state: 'fixed',
      verifiedAt: new Date(begun + 2 * DAY).toISOString(),
    });
    await own(0.5, { openssl: { version: '3.0.14-1' }, bash: { version: '5.2' } });
    expect((await findings())[0]).toMatchObject({
      state: 'fixed',
      verifiedAt: new Date(begun + 0.5 * DAY).toISOString(),
    });
  });

  it('the same answers come whichever arrives first', async () => {
    const reports = [
      vulsReport({ name: 'web1.example', at: begun, fixedIn: '3.0.14-1', advisories: ['DSA-5001-1'] }),
      web(3, [curl]),
    ];
    const scans = [
      debianEnvelope({
        name: 'web1.example',
        startedAt: begun + DAY,
        packages: { openssl: { version: '3.0.13-1' } },
      }),
      debianEnvelope({
        name: 'web1.example',
        startedAt: begun + 2 * DAY,
        packages: { openssl: { version: '3.0.14-1' } },
      }),
    ];
    const told = async (opened: App) => {
      const { rows } = await listFindings(opened, localOperator, {});
      return rows.map(({ fix, state, verifiedAt, verifiedBy }) => ({ fix, state, verifiedAt, verifiedBy }));
    };
    for (const report of reports) await importReport(app, report);
    for (const scan of scans) await receive(app, scan);
    const other = makeSite(begun + 60 * DAY);
    const opened = await other.open();
    for (const scan of scans.toReversed()) await receive(opened, scan);
    for (const report of reports.toReversed()) await importReport(opened, report);
    expect(await told(opened)).toEqual(await told(app));
    expect(await told(app)).toHaveLength(2);
    await opened.close();
    other.remove();
  });
});

describe('an asset that only other tools scan', () => {
  it('is covered by complete scans with login alone', async () => {
    await keep(
      nessusReport(
        { name: 'full.example', at: begun + 59 * DAY, items: [openssl] },
        { name: 'half.example', at: begun + 59 * DAY, items: [openssl], complete: false },
        { name: 'outside.example', at: begun + 59 * DAY, items: [openssl], credentialed: false },
      ),
    );
    expect(await getCoverage(app, localOperator, {})).toMatchObject({ assets: 3, fresh: 1, reached: 3 });
    const verdicts = (await listAssets(app, localOperator, {})).rows.map(({ name, verdict }) => [
      name,
      verdict,
    ]);
    expect(Object.fromEntries(verdicts)).toEqual({
      'full.example': 'fail',
      'half.example': 'not-scanned',
      'outside.example': 'not-scanned',
    });
  });

  it('is shown in the list of scans, with the parts of the report as its evidence', async () => {
    await keep(web(0, [openssl]));
    const { rows } = await listScans(app, localOperator, {});
    expect(rows).toMatchObject([
      { scanner: 'Nessus', method: 'credentialed', outcome: 'complete', profile: 'report' },
    ]);
    const { sections } = await getScan(app, localOperator, { id: rows[0]?.id ?? '' });
    expect(sections).toMatchObject([{ name: 'report 1 part 1' }]);
    expect(verifyEvidence(app, localOperator)).toMatchObject({ ok: true });
  });

  it('explains a finding by what the tool said', async () => {
    await keep(web(0, [openssl]));
    const [row] = await findings();
    const explained = await explainFinding(app, localOperator, { id: row?.id ?? '' });
    expect(explained).toMatchObject({
      matcher: 'reported-flaw 1',
      claims: [
        { tool: 'Nessus', check: '1001', installed: '1.0-1', fixed: '9.0-1', cves: ['CVE-2026-5001'] },
      ],
    });
  });
});

describe('the asset of a reported host', () => {
  const names = async () => (await listAssets(app, localOperator, {})).rows.map(({ name }) => name).sort();

  it('is found by its address while nobody of another name used it', async () => {
    await keep(nessusReport({ name: '10.0.0.1', at: begun, items: [openssl] }));
    await keep(web(1, [openssl]));
    expect(await names()).toHaveLength(1);
  });

  it('is another one when a host of another name answers at the address', async () => {
    await keep(web(0, [openssl]));
    await keep(nessusReport({ name: 'db1.example', address: '10.0.0.1', at: begun + DAY, items: [] }));
    expect(await names()).toEqual(['db1.example', 'web1.example']);
    expect(await states()).toEqual({ 'DSA-5001-1': 'open' });
  });
});
