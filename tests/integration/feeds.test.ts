import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstTemplate } from '#core/policy/policy.ts';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { listFeeds } from '#lib/server/feeds/list-feeds.ts';
import { confirmFeed, receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { getPosture } from '#lib/server/findings/get-posture.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { listPatches } from '#lib/server/findings/list-patches.ts';
import { publishPolicy } from '#lib/server/policy/publish-policy.ts';
import { debianEnvelope } from './support/debian-host.ts';
import type { SyntheticPackage } from './support/debian-host.ts';
import { makeSite, readEverything, receive } from './support/test-app.ts';
import { NEWER, NEWEST, OLD, open, resolved, tracker } from './support/tracker-file.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
const HOUR = DAY / 24;
const begun = Date.parse('2026-05-10T08:00:00.000Z');

let site: TestSite;
let app: App;

beforeEach(async () => {
  site = makeSite(begun + HOUR);
  app = await site.open();
});

afterEach(async () => {
  await app.close();
  site.remove();
});

const scan = (
  name: string,
  at: number,
  packages: Readonly<Record<string, SyntheticPackage>> = { openssl: { version: OLD, security: NEWEST } },
) => {
  site.now = Math.max(site.now, at + HOUR);
  return receive(app, debianEnvelope({ name, startedAt: at, packages }));
};

async function take(text: string, fileName: string, feed: string | null = null) {
  const content = Buffer.from(text, 'utf8');
  const receipt = await receiveFeed(app, localOperator, {
    content,
    fileName,
    feed,
    mode: 'keep',
    origin: null,
  });
  await app.warehouse.catchUp();
  return receipt;
}

const announcements = `[05 May 2026] DSA-6002-1 openssl - security update
\t{CVE-2026-1003}
\t[bookworm] - openssl ${NEWEST}
[02 Apr 2026] DSA-6001-1 openssl - security update
\t{CVE-2026-1001 CVE-2026-1002}
\t[bookworm] - openssl ${NEWER}
`;
const catalogue = (cve: string, added: string) =>
  JSON.stringify({
    title: 'CISA Catalog of Known Exploited Vulnerabilities',
    catalogVersion: '2026.05.10',
    dateReleased: '2026-05-10T10:00:00.0000Z',
    count: 1,
    vulnerabilities: [
      {
        cveID: cve,
        vendorProject: 'OpenSSL',
        product: 'OpenSSL',
        vulnerabilityName: 'OpenSSL flaw',
        dateAdded: added,
        shortDescription: 'A flaw.',
        requiredAction: 'Apply updates.',
        dueDate: '2026-06-01',
        knownRansomwareCampaignUse: 'Known',
        notes: '',
        cwes: [],
      },
    ],
  });

const flaws = {
  'CVE-2026-1001': resolved(NEWER),
  'CVE-2026-1002': resolved(NEWER),
  'CVE-2026-1003': resolved(NEWEST),
  'CVE-2023-0001': resolved('3.0.9-1'),
  'CVE-2026-2001': open({ nodsa: 'Minor issue', nodsa_reason: 'postponed' }),
};

const findings = async (view: { asOf?: string; knownAt?: number } = {}) =>
  (await listFindings(app, localOperator, view)).rows;

async function obligations() {
  const [finding] = await findings();
  const document = await getFinding(app, localOperator, { id: finding?.id ?? '' });
  return document.obligations;
}

describe('a feed', () => {
  it('tells a finding its CVEs and advisories without another scan; first detection stays', async () => {
    await scan('web-1', begun);
    const [before] = await findings();
    expect(before).toMatchObject({ cves: [], advisory: null });
    await take(tracker(flaws), 'tracker.json');
    await take(announcements, 'list');
    expect(await findings()).toMatchObject([
      {
        id: before?.id,
        firstDetected: before?.firstDetected,
        advisory: 'DSA-6002-1',
        supersedes: ['DSA-6001-1'],
        released: '2026-04-02',
        cves: ['CVE-2026-1001', 'CVE-2026-1002', 'CVE-2026-1003'],
      },
    ]);
  });

  it('speaks of a host that is scanned later, by the version that it has', async () => {
    await take(tracker(flaws), 'tracker.json');
    await take(announcements, 'list');
    await scan('web-1', begun, { openssl: { version: NEWER, security: NEWEST } });
    expect(await findings()).toMatchObject([
      { advisory: 'DSA-6002-1', supersedes: [], released: '2026-05-05', cves: ['CVE-2026-1003'] },
    ]);
  });

  it('starts the release clock anew as a row of its own, with its cause', async () => {
    const policy = firstTemplate('UTC', begun - 400 * DAY);
    await publishPolicy(app, localOperator, {
      ...policy,
      version: 2,
      effectiveFromAt: begun - 300 * DAY,
      rules: [
        ...policy.rules,
        {
          id: 'pci',
          name: 'PCI DSS 6.3.3',
          clock: 'patch_released',
          limits: { severe: 'P1M', high: 'P1M', medium: 'P1M', low: 'P1M' },
          binding: 'must',
        },
      ],
    });
    await scan('web-1', begun);
    site.now = begun + 2 * DAY;
    await take(announcements, 'list');
    expect((await obligations()).filter(({ rule }) => rule === 'pci')).toMatchObject([
      { clockStart: new Date(begun).toISOString(), clockBasis: 'proxy', cause: 'first' },
      {
        clockStart: '2026-04-02T00:00:00.000Z',
        clockBasis: 'released',
        cause: 'advisory',
        validFrom: new Date(begun + 2 * DAY).toISOString(),
        due: '2026-05-02T23:59:59.999Z',
      },
    ]);
  });

  it('raises the rank when a flaw is listed as exploited, and says since when', async () => {
    await scan('web-1', begun);
    await take(tracker(flaws), 'tracker.json');
    expect(await findings()).toMatchObject([{ knownExploited: null, ranked: false }]);
    site.now = begun + 2 * DAY;
    await take(catalogue('CVE-2026-1002', '2026-05-11'), 'kev.json');
    expect(await findings()).toMatchObject([
      { knownExploited: '2026-05-11', rank: 'severe', ranked: true, due: '2026-05-15T23:59:59.999Z' },
    ]);
    expect(await obligations()).toMatchObject([
      { rule: 'own', cause: 'first' },
      { rule: 'rank', cause: 'first', due: '2026-05-17T23:59:59.999Z', withdrawn: false },
      { rule: 'own', cause: 'kev', rank: 'severe' },
      { rule: 'rank', withdrawn: true },
    ]);
    expect(await getPosture(app, localOperator, {})).toMatchObject({ knownExploited: 1 });
    expect((await listPatches(app, localOperator, { exploited: 'yes' })).rows).toMatchObject([
      { product: 'openssl', knownExploited: '2026-05-11', cves: expect.arrayContaining(['CVE-2026-1001']) },
    ]);
  });

  it('that no longer says something is followed; answers known before stay', async () => {
    await scan('web-1', begun);
    const first = await take(tracker(flaws), 'tracker.json');
    site.now = begun + 2 * DAY;
    const { 'CVE-2026-1002': _gone, ...fewer } = flaws;
    await take(
      tracker({ ...fewer, 'CVE-2026-1001': { ...open(), status: 'resolved', fixed_version: '0' } }),
      'tracker.json',
    );
    expect(await findings()).toMatchObject([{ cves: ['CVE-2026-1003'] }]);
    expect(await findings({ knownAt: first.seq ?? 0 })).toMatchObject([
      { cves: ['CVE-2026-1001', 'CVE-2026-1002', 'CVE-2026-1003'] },
    ]);
  });

  it('of one document changes only what that document is about', async () => {
    await scan('web-1', begun);
    await take(announcements, 'list');
    await take(
      `[09 May 2026] DSA-6003-1 curl - security update\n\t{CVE-2026-3001}\n\t[bookworm] - curl 8.1-1\n`,
      'later-list',
    );
    expect(await findings()).toMatchObject([{ advisory: 'DSA-6002-1', supersedes: ['DSA-6001-1'] }]);
  });

  it('is found by advisory and by CVE', async () => {
    await scan('web-1', begun);
    await scan('web-2', begun, { openssl: { version: NEWER, security: NEWEST } });
    await take(tracker(flaws), 'tracker.json');
    await take(announcements, 'list');
    const names = async (filter: { advisory?: string; cve?: string }) =>
      (await listFindings(app, localOperator, filter)).rows.map(({ asset }) => asset).sort();
    expect(await names({ cve: 'CVE-2026-1001' })).toEqual(['web-1']);
    expect(await names({ cve: 'CVE-2026-1003' })).toEqual(['web-1', 'web-2']);
    expect(await names({ advisory: 'DSA-6001-1' })).toEqual(['web-1']);
    expect(await names({ advisory: 'DSA-6002-1' })).toEqual(['web-1', 'web-2']);
  });

  it('gives the same answers after a rebuild, and when a scan comes late', async () => {
    await take(tracker(flaws), 'tracker.json');
    await scan('web-1', begun);
    await take(announcements, 'list');
    await take(catalogue('CVE-2026-1003', '2026-05-01'), 'kev.json');
    await scan('web-2', begun + 3 * DAY, { openssl: { version: NEWER, security: NEWEST } });
    await scan('web-2', begun + DAY);
    const kept = await readEverything(app, {});
    await app.warehouse.rebuild();
    expect(await readEverything(app, {})).toEqual(kept);
  });
});

describe('what feeds say is missing, and the host’s own index does not', () => {
  const plain = { openssl: { version: OLD } };
  const curlFlaw = { 'CVE-2026-7001': resolved('8.1-2') };

  it('opens a finding without a scan, first detected when the feed was recorded', async () => {
    await scan('web-1', begun, plain);
    expect(await findings()).toEqual([]);
    site.now = begun + 2 * DAY;
    await take(tracker(flaws), 'tracker.json');
    await take(announcements, 'list');
    expect(await findings()).toMatchObject([
      {
        product: 'openssl',
        verdict: 'fail',
        firstDetected: new Date(begun + 2 * DAY).toISOString(),
        advisory: 'DSA-6002-1',
        cves: ['CVE-2026-1001', 'CVE-2026-1002', 'CVE-2026-1003'],
        packages: [{ name: 'openssl', installed: OLD, fixed: NEWEST }],
        due: '2026-06-11T23:59:59.999Z',
      },
    ]);
  });

  it('opens it at the scan that first sees the version', async () => {
    await take(tracker(flaws), 'tracker.json');
    await scan('web-1', begun + DAY, plain);
    expect(await findings()).toMatchObject([{ firstDetected: new Date(begun + DAY).toISOString() }]);
  });

  it('stays open until a scan sees the fixed version, and closes then', async () => {
    await scan('web-1', begun, plain);
    await take(tracker(flaws), 'tracker.json');
    await scan('web-1', begun + DAY, plain);
    expect(await findings()).toMatchObject([{ verdict: 'fail' }]);
    await scan('web-1', begun + 2 * DAY, { openssl: { version: NEWEST } });
    expect(await findings()).toMatchObject([{ verdict: 'pass', state: 'fixed' }]);
  });

  it('raises what the index knows only in part', async () => {
    await take(tracker(flaws), 'tracker.json');
    await scan('web-1', begun + DAY, { openssl: { version: OLD, security: NEWER } });
    expect(await findings()).toMatchObject([{ packages: [{ fixed: NEWEST }] }]);
  });

  it('is not said of kernels, which stay beside newer ones, nor of binaries with versions of their own', async () => {
    await take(
      JSON.stringify({
        ...(JSON.parse(tracker(curlFlaw, 'linux')) as object),
        ...(JSON.parse(tracker(curlFlaw, 'curl')) as object),
      }),
      'tracker.json',
    );
    await scan('web-1', begun + DAY, {
      'linux-image-6.1.0-9-amd64': { version: '6.1.9', source: 'linux' },
      libcurl4: { version: '8.1-1+b2', source: 'curl' },
    });
    expect(await findings()).toMatchObject([]);
  });

  it('gives the same answers after a rebuild, whatever scan came late', async () => {
    await scan('web-1', begun, plain);
    site.now = begun + 2 * DAY;
    await take(tracker(flaws), 'tracker.json');
    await scan('web-1', begun + 4 * DAY, { openssl: { version: NEWER } });
    await scan('web-1', begun + DAY, plain);
    await scan('web-1', begun + 3 * DAY, plain);
    expect(await findings()).toMatchObject([
      { firstDetected: new Date(begun + 2 * DAY).toISOString(), packages: [{ installed: NEWER }] },
    ]);
    const kept = await readEverything(app, {});
    await app.warehouse.rebuild();
    expect(await readEverything(app, {})).toEqual(kept);
  });
});

describe('the file of a feed', () => {
  it('is kept once: the same bytes again get the same receipt and change nothing', async () => {
    const first = await take(tracker(flaws), 'tracker.json');
    const { seq } = app.store.log.head();
    expect(await take(tracker(flaws), 'again.json')).toEqual({ ...first, result: 'already-imported' });
    expect(app.store.log.head().seq).toBe(seq);
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, text.length / 2), 'FEED_TRUNCATED'],
    ['empty', () => '', 'FEED_EMPTY'],
    ['of nothing known', () => '{"hello":1}', 'FORMAT_UNKNOWN'],
  ])('that is %s is refused whole', async (_what, damage, code) => {
    await scan('web-1', begun);
    const { seq } = app.store.log.head();
    await expect(take(damage(tracker(flaws)), 'tracker.json')).rejects.toMatchObject({ code });
    expect(app.store.log.head().seq).toBe(seq);
    expect(await findings()).toMatchObject([{ cves: [] }]);
  });

  it('is read and not kept by a dry run', async () => {
    const { seq } = app.store.log.head();
    const content = Buffer.from(tracker(flaws));
    const input = { content, fileName: 'tracker.json', feed: null, mode: 'dry-run', origin: null } as const;
    expect(await receiveFeed(app, localOperator, input)).toMatchObject({
      feed: 'debian-tracker',
      result: 'checked',
      records: 5,
      seq: null,
    });
    expect(app.store.log.head().seq).toBe(seq);
  });
});

describe('the list of feeds', () => {
  it('says what was never taken in, what is fresh, and what the policy calls stale', async () => {
    await take(tracker(flaws), 'tracker.json');
    const stateOf = async (feed: string) =>
      (await listFeeds(app, localOperator, {})).rows.find((row) => row.feed === feed);
    expect(await stateOf('epss')).toMatchObject({ state: 'never', last: null });
    expect(await stateOf('debian-tracker')).toMatchObject({
      state: 'fresh',
      ageDays: 0,
      last: { records: 5, fileName: 'tracker.json', files: 1 },
    });
    site.now = begun + 9 * DAY;
    await scan('web-1', begun + 9 * DAY);
    expect(await stateOf('debian-tracker')).toMatchObject({ state: 'stale', ageDays: 9 });
  });

  it('is fresh again when the publisher says that nothing changed', async () => {
    const address = 'https://security-tracker.debian.org/tracker/data/json';
    const origin = { address, etag: '"1"', lastModified: null };
    const content = Buffer.from(tracker(flaws));
    await receiveFeed(app, localOperator, { content, fileName: 'json', feed: null, mode: 'keep', origin });
    site.now = begun + 9 * DAY;
    confirmFeed(app, localOperator, { feed: 'debian-tracker', address });
    const { rows } = await listFeeds(app, localOperator, {});
    expect(rows.find(({ feed }) => feed === 'debian-tracker')).toMatchObject({
      state: 'fresh',
      last: { address, etag: '"1"', files: 2 },
    });
  });
});
