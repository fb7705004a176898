import { afterEach, beforeEach, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { importReport, nessusReport } from './support/reports.ts';
import type { NessusItem } from './support/reports.ts';
import { makeSite } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const at = Date.parse('2026-05-10T08:00:00.000Z');
let site: TestSite;
let app: App;
beforeEach(async () => {
  site = makeSite(at + 3_600_000);
  app = await site.open();
});
afterEach(async () => {
  await app.close();
  expect(site.reports).toEqual([]);
  site.remove();
});

const report = (name: string, ...items: readonly NessusItem[]) =>
  importReport(app, nessusReport({ name, at, items }));
const flaw: NessusItem = { plugin: 7, severity: 2, cves: ['CVE-2026-7777'], xrefs: ['DSA:7007-1'] };

async function first() {
  const { rows } = await listFindings(app, localOperator, {});
  const [row] = rows;
  if (!row) throw new Error('no finding');
  return { row, ...(await getFinding(app, localOperator, { id: row.id })) };
}

const kev = (cve: string) => ({
  title: 'CISA Catalog of Known Exploited Vulnerabilities',
  catalogVersion: '2026.05.11',
  dateReleased: '2026-05-11T10:00:00.000Z',
  count: 1,
  vulnerabilities: [
    {
      cveID: cve,
      vendorProject: 'x',
      product: 'x',
      vulnerabilityName: 'x',
      dateAdded: '2026-05-11',
      shortDescription: 'x',
      requiredAction: 'x',
      dueDate: '2026-06-01',
      knownRansomwareCampaignUse: 'Unknown',
      notes: '',
      cwes: [],
    },
  ],
});
const feed = async (fileName: string, text: string) => {
  const bytes = Buffer.from(text);
  await receiveFeed(app, localOperator, { content: bytes, fileName, feed: null, mode: 'keep', origin: null });
  await app.warehouse.catchUp();
};

it('ranks what another tool reports by its rating, says whose it is, and ranks anew when it says worse', async () => {
  await report('web1.example', flaw);
  const before = await first();
  expect(before.row).toMatchObject({ rank: 'medium', ranked: true });
  expect(before.ranking).toMatchObject({
    rank: 'medium',
    reason: expect.stringContaining('report of Nessus'),
  });
  site.now += 3_600_000;
  await report('web2.example', { ...flaw, severity: 4 });
  const { row, obligations } = await first();
  expect(row).toMatchObject({ rank: 'severe', ranked: true });
  expect(obligations.at(-1)?.cause).toMatch(/re-rank/);
  const known = (await listFindings(app, localOperator, {})).rows;
  await app.warehouse.rebuild();
  expect((await listFindings(app, localOperator, {})).rows).toEqual(known);
});

it('ranks what another tool reports by what feeds learn of its CVEs later, without a new report', async () => {
  await report('web1.example', flaw);
  site.now += 30 * 3_600_000;
  await feed('kev.json', JSON.stringify(kev('CVE-2026-7777')));
  const { row, ranking, obligations } = await first();
  expect(row).toMatchObject({ rank: 'severe', knownExploited: '2026-05-11' });
  expect(ranking).toMatchObject({ rank: 'severe', exploited: true });
  expect(obligations.at(-1)?.cause).toMatch(/kev/);
  const known = (await listFindings(app, localOperator, {})).rows;
  await app.warehouse.rebuild();
  expect((await listFindings(app, localOperator, {})).rows).toEqual(known);
});

it('knows the same whether the feed or the report came first, and takes the release date of the advisory', async () => {
  await feed(
    'list',
    '[08 May 2026] DSA-7007-1 openssl - security update\n\t{CVE-2026-7777 CVE-2026-7778}\n\t[bookworm] - openssl 3.0.17-1\n',
  );
  await report('web1.example', flaw);
  const { row, advice, ranking } = await first();
  expect(row).toMatchObject({ rank: 'medium', released: '2026-05-08', advisory: 'DSA-7007-1' });
  expect(advice?.cves.map(({ cve }) => cve)).toEqual(['CVE-2026-7777', 'CVE-2026-7778']);
  expect(ranking?.missing.join()).toContain('CVSS');
});
