import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  approveAdjudications,
  reverseAdjudications,
} from '#lib/server/adjudications/answer-adjudications.ts';
import { listAdjudications } from '#lib/server/adjudications/list-adjudications.ts';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { decideClaim } from '#lib/server/reports/decide-claim.ts';
import { getSecondOpinion } from '#lib/server/reports/get-second-opinion.ts';
import { listSecondOpinions } from '#lib/server/reports/list-second-opinions.ts';
import type { SecondOpinionsQuery } from '#lib/server/reports/list-second-opinions.ts';
import { debianEnvelope } from './support/debian-host.ts';
import type { SyntheticHost } from './support/debian-host.ts';
import { addPerson } from './support/persons.ts';
import { importReport, missingDebian, nessusReport } from './support/reports.ts';
import type { NessusItem } from './support/reports.ts';
import { makeSite, readLists, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
const begun = Date.parse('2026-05-10T08:00:00.000Z');
const because = { reason: 'The vendor’s tracker says so.', evidence: ['https://example.org/tracker'] };
const curl = missingDebian(1002, 5002, 'curl');
const openssl = missingDebian(1001, 5001, 'openssl');
const missing = {
  status: 'resolved',
  fixed_version: '8.0.9',
  repositories: { bookworm: '8.0.2', 'bookworm-security': '8.0.9' },
  urgency: 'not yet assigned',
};
const current = { curl: { version: '8.0.2', security: '8.0.2' } };

let site: TestSite;
let app: App;
let ana: Viewer;
let max: Viewer;

beforeEach(async () => {
  site = makeSite(begun + 60 * DAY);
  app = await site.open();
  ana = addPerson(app, { name: 'Ana Analyst', role: 'analyst' });
  max = addPerson(app, { name: 'Max Manager', role: 'manager' });
});

afterEach(async () => {
  await app.close();
  site.remove();
});

const own = (day: number, packages: SyntheticHost['packages'], name = 'web1.example') =>
  receive(app, debianEnvelope({ name, startedAt: begun + day * DAY, packages }));
const told = (day: number, items: readonly NessusItem[], name = 'web1.example') =>
  importReport(app, nessusReport({ name, at: begun + day * DAY, items }));
const desk = (query: SecondOpinionsQuery = {}) => listSecondOpinions(app, localOperator, query);

async function decide(verdict: string, everywhere = false) {
  const { rows } = await desk({ product: 'curl', asset: 'web1.example' });
  const { assetId = '', flawId = '' } = rows[0] ?? {};
  site.now += 60_000;
  const receipt = await decideClaim(app, ana, { assetId, flawId, everywhere, verdict, ...because });
  const { rows: waiting } = await listAdjudications(app, localOperator, { status: 'waiting' });
  const ids = waiting.map(({ id }) => id);
  return { receipt, ids, claim: { assetId, flawId } };
}

async function approve(ids: readonly string[]) {
  site.now += 60_000;
  await approveAdjudications(app, max, { ids });
}

const findings = async () => (await listFindings(app, localOperator, { product: 'curl' })).rows;

describe('a claim at the desk', () => {
  it('opens a finding from the tool’s scan on when two persons decide that the tool is right', async () => {
    await own(0, current);
    await told(1, [curl]);
    const { ids } = await decide('tool-right');
    expect(await findings()).toEqual([]);
    expect((await desk({ decision: 'waiting' })).total).toBe(1);
    await approve(ids);
    const known = app.store.log.head().seq;
    const firstDetected = new Date(begun + DAY).toISOString();
    expect(await findings()).toMatchObject([{ state: 'open', fix: 'DSA-5002-1', firstDetected }]);
    expect(await desk()).toMatchObject({
      precision: [{ agrees: 0, conflicts: 1, toolRight: 1, precision: 1 }],
      rows: [{ decision: 'tool-right', proposed: null }],
    });
    // Our own scan of the same version does not close it, nor does another version below what the tool names.
    await own(2, { curl: { version: '8.0.3', security: '8.0.3' } });
    expect(await findings()).toMatchObject([{ state: 'open' }]);
    expect((await listFindings(app, localOperator, { product: 'curl', knownAt: known - 1 })).rows).toEqual(
      [],
    );
    // The tool no longer sees it: closed by proof.
    await told(3, []);
    expect(await findings()).toMatchObject([
      { state: 'fixed', verifiedAt: new Date(begun + 3 * DAY).toISOString() },
    ]);
    const views = [{}, { knownAt: known }];
    const before = await Promise.all(views.map((view) => readLists(app, view)));
    await app.warehouse.rebuild();
    expect(await Promise.all(views.map((view) => readLists(app, view)))).toEqual(before);
  }, 60_000);

  it('is ruled out when our scan is right, and comes back with another version', async () => {
    await own(0, current);
    await told(1, [curl]);
    const { ids, claim } = await decide('scan-right');
    await approve(ids);
    await told(2, [curl]);
    expect((await desk({ opinion: 'conflict', decision: 'open' })).total).toBe(0);
    expect((await desk()).precision).toMatchObject([{ scanRight: 1, undecided: 0, precision: 0 }]);
    await own(3, { curl: { version: '8.0.3', security: '8.0.3' } });
    await told(4, [curl]);
    expect((await desk({ opinion: 'conflict', decision: 'open' })).total).toBe(1);
    const { adjudications } = await getSecondOpinion(app, localOperator, claim);
    expect(adjudications.ended[0]).toMatchObject({ verdict: 'scan-right', endedWhy: 'voided' });
  }, 60_000);

  it('is decided for the same claim on other assets, and back when one person reverses it', async () => {
    for (const name of ['web1.example', 'web2.example']) {
      await own(0, current, name);
      await told(1, [curl], name);
    }
    const { receipt, ids } = await decide('scan-right', true);
    expect(receipt).toMatchObject({ proposed: 2, findings: 0 });
    await approve(ids);
    expect((await desk({ decision: 'scan-right' })).total).toBe(2);
    await reverseAdjudications(app, ana, { ids, reason: 'The tracker was corrected.' });
    expect((await desk({ decision: 'open', opinion: 'conflict' })).total).toBe(2);
  }, 60_000);

  it('stands beside the vendor’s record of the installed version, with feed, place and digest', async () => {
    await own(0, current);
    await told(1, [curl]);
    const said = { 'CVE-2026-5002': { description: '', scope: 'remote', releases: { bookworm: missing } } };
    const content = Buffer.from(JSON.stringify({ curl: said }), 'utf8');
    const file = { content, fileName: 'tracker.json', feed: null, mode: 'keep', origin: null } as const;
    await receiveFeed(app, localOperator, file);
    const { rows } = await desk();
    const { assetId = '', flawId = '' } = rows[0] ?? {};
    const { vendor } = await getSecondOpinion(app, localOperator, { assetId, flawId });
    expect(vendor).toMatchObject([{ package: 'curl', version: '8.0.2', platform: 'debian/bookworm' }]);
    expect(vendor[0]?.unknown).toEqual([]);
    expect(vendor[0]?.cves).toMatchObject([
      { cve: 'CVE-2026-5002', fixed: '8.0.9', record: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    ]);
  }, 60_000);

  it('that had opened a finding takes it along when our scan is right', async () => {
    await told(0, [curl, openssl]);
    await own(1, current);
    expect(await findings()).toMatchObject([{ state: 'open' }]);
    const { receipt, ids, claim } = await decide('scan-right');
    expect([receipt.findings, ids.length]).toEqual([1, 2]);
    await approve(ids);
    expect(await findings()).toMatchObject([
      { state: 'not_affected', adjudication: { verdict: 'false-positive' } },
    ]);
    const { findings: standing } = await getSecondOpinion(app, localOperator, claim);
    expect(standing).toMatchObject([{ verdict: 'indeterminate' }]);
  }, 60_000);
});
