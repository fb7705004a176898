import { afterEach, beforeEach, expect, test } from 'vitest';
import { frameworkRules } from '#core/policy/framework-rules.ts';
import { firstTemplate } from '#core/policy/policy.ts';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { listJudged } from '#lib/server/findings/list-judged.ts';
import { publishPolicy } from '#lib/server/policy/publish-policy.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
const begun = Date.parse('2026-05-01T08:00:00.000Z');

let site: TestSite;
let app: App;

beforeEach(async () => {
  site = makeSite(begun);
  app = await site.open();
});

afterEach(async () => {
  await app.close();
  site.remove();
});

async function scan(n: number, versions: Readonly<Record<string, string>>) {
  const startedAt = begun + n * DAY;
  site.now = Math.max(site.now, startedAt + 5000);
  const packages = Object.fromEntries(
    Object.entries(versions).map(([name, version]) => [name, { version, security: '1.1' }]),
  );
  await receive(app, debianEnvelope({ name: 'web-01', startedAt, packages }));
}

/** Ranks nginx as exploited. */
async function rank(n: number) {
  site.now = begun + n * DAY;
  const tracker = {
    nginx: {
      'CVE-2026-7001': {
        scope: 'remote',
        releases: {
          bookworm: {
            status: 'resolved',
            fixed_version: '1.1',
            repositories: { bookworm: '1.1' },
            urgency: 'high',
          },
        },
      },
    },
  };
  const day = new Date(site.now).toISOString().slice(0, 10);
  const entry = {
    cveID: 'CVE-2026-7001',
    vendorProject: 'x',
    product: 'x',
    vulnerabilityName: 'x',
    dateAdded: day,
  };
  const more = {
    shortDescription: 'x',
    requiredAction: 'x',
    dueDate: day,
    knownRansomwareCampaignUse: 'Unknown',
  };
  const kev = {
    title: 'CISA Catalog of Known Exploited Vulnerabilities',
    catalogVersion: day,
    dateReleased: `${day}T00:00:00.0000Z`,
    count: 1,
    vulnerabilities: [{ ...entry, ...more, notes: '', cwes: [] }],
  };
  for (const [fileName, document] of Object.entries({ 'tracker.json': tracker, 'kev.json': kev })) {
    const content = Buffer.from(JSON.stringify(document));
    const input = { content, fileName, feed: null, origin: null, mode: 'keep' as const };
    await receiveFeed(app, localOperator, input);
  }
  await app.warehouse.catchUp();
}

const duties = async () => {
  const { rows } = await listJudged(app, localOperator, { rule: 'rank' });
  return rows.map(({ product, outcome }) => [product, outcome]).sort();
};

test('the first policy of an installation makes staying unranked a miss after 7 days, and ranking in time a duty met', async () => {
  await scan(0, { nginx: '1.0', curl: '1.0' });
  await rank(6);
  await scan(9, { nginx: '1.0', curl: '1.0' });
  expect(await duties()).toEqual([
    ['curl', 'missed'],
    ['nginx', 'met'],
  ]);
});

test('an installation without that duty takes it in with one choice, for what is detected from then on', async () => {
  const duty = frameworkRules.find(({ id }) => id === 'pci-6.3.1')?.rule;
  const terms = firstTemplate('UTC', begun);
  await publishPolicy(app, localOperator, { ...terms, version: 2 });
  await scan(1, { nginx: '1.0', curl: '1.1' });
  site.now = begun + 2 * DAY;
  await publishPolicy(app, localOperator, {
    ...terms,
    version: 3,
    effectiveFromAt: begun + 3 * DAY,
    rankMethod: 2,
    rules: [...terms.rules, ...(duty ? [duty] : [])],
  });
  await scan(4, { nginx: '1.0', curl: '1.0' });
  site.now = begun + 12 * DAY;
  expect(await duties()).toEqual([['curl', 'missed']]);
  const { rows } = await listFindings(app, localOperator, { product: 'nginx' });
  const { obligations } = await getFinding(app, localOperator, { id: rows[0]?.id ?? '' });
  expect(obligations.map(({ rule }) => rule)).toEqual(['own']);
});
