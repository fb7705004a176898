import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { listFeeds } from '#lib/server/feeds/list-feeds.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { getPosture } from '#lib/server/findings/get-posture.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { listJudged } from '#lib/server/findings/list-judged.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { debianEnvelope } from './support/debian-host.ts';
import type { SyntheticPackage } from './support/debian-host.ts';
import { keepFile, redHatInventory } from './support/inventories.ts';
import { makeSite, readEverything, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';
import { NEWER, NEWEST, OLD, open, resolved, tracker } from './support/tracker-file.ts';

const DAY = 86_400_000;
const HOUR = DAY / 24;
const begun = Date.parse('2026-05-10T08:00:00.000Z');
const day = (n: number) => new Date(begun + n * DAY).toISOString();

const FLAW = 'CVE-2026-1001';
const OTHER = 'CVE-2026-1002';
const bash = { version: '5.2.15-2' };
/** So that the release is still spoken of where openssl is not. */
const elsewhere = tracker({ 'CVE-2020-1001': resolved('1.0-1') }, 'zlib');
const plain: Record<string, SyntheticPackage> = { openssl: { version: OLD }, bash };

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

const scan = (at: number, packages: Readonly<Record<string, SyntheticPackage>> = plain, name = 'web-1') => {
  site.now = Math.max(site.now, begun + at * DAY + HOUR);
  return receive(app, debianEnvelope({ name, startedAt: begun + at * DAY, packages }));
};

async function take(at: number, text: string, fileName = 'tracker.json') {
  site.now = begun + at * DAY;
  const content = Buffer.from(text, 'utf8');
  await receiveFeed(app, localOperator, { content, fileName, feed: null, mode: 'keep', origin: null });
  await app.warehouse.catchUp();
}

const findings = async (view: { asOf?: string; knownAt?: number } = {}) =>
  (await listFindings(app, localOperator, view)).rows;

async function first() {
  const [finding] = await findings();
  return getFinding(app, localOperator, { id: finding?.id ?? '' });
}

async function rebuiltTheSame() {
  const kept = await readEverything(app, {});
  await app.warehouse.rebuild();
  expect(await readEverything(app, {})).toEqual(kept);
}

const judged = async () =>
  (await listJudged(app, localOperator, { from: '2026-05-01', to: '2026-12-31' })).rows.map(
    ({ outcome }) => outcome,
  );

describe('a fix that feeds take back', () => {
  it('ends the finding that only feeds opened, brings it back when it is said again, and keeps the history', async () => {
    await scan(0);
    await take(2, tracker({ [FLAW]: resolved(NEWER) }));
    const [opened] = await findings();
    const knownBefore = app.warehouse.appliedSeq();
    await take(4, elsewhere);
    const ended = await first();
    expect(ended.finding).toMatchObject({
      id: opened?.id,
      state: 'not_affected',
      verdict: 'pass',
      resolvedAt: null,
      verifiedAt: day(4),
      verifiedBy: `feeds ${day(4)}`,
      due: null,
    });
    expect(ended.obligations.at(-1)).toMatchObject({
      cause: 'withdrawn',
      withdrawn: true,
      validFrom: day(4),
    });
    expect(new Set(await judged())).toEqual(new Set(['censored']));
    expect(await findings({ asOf: day(3) })).toMatchObject([{ state: 'open', due: opened?.due }]);
    expect(await findings({ knownAt: knownBefore })).toMatchObject([{ state: 'open' }]);
    await scan(5);
    expect(await findings()).toMatchObject([{ state: 'not_affected' }]);

    // The same said again in another file; the same bytes would only get their first receipt.
    await take(6, `${tracker({ [FLAW]: resolved(NEWER) })}\n`);
    const again = await first();
    expect(again.finding).toMatchObject({
      id: opened?.id,
      state: 'open',
      firstDetected: day(2),
      reopenedAt: day(6),
      due: opened?.due,
    });
    expect(again.history.map(({ state }) => state)).toEqual(['open', 'not_affected', 'open']);
    await rebuiltTheSame();
    // A scan that comes late tells the same story.
    await scan(1);
    expect((await first()).finding).toMatchObject({ id: opened?.id, state: 'open', reopenedAt: day(6) });
    expect((await first()).obligations.filter(({ rule }) => rule === again.finding.rule)).toMatchObject(
      again.obligations
        .filter(({ rule }) => rule === again.finding.rule)
        .map(({ validFrom, due, cause, withdrawn }) => ({ validFrom, due, cause, withdrawn })),
    );
    await rebuiltTheSame();
  });

  it('leaves what the host’s own index offers, and a release of which nothing is said any more', async () => {
    await scan(0, { openssl: { version: OLD, security: NEWER }, bash });
    await take(1, tracker({ [FLAW]: resolved(NEWER), [OTHER]: resolved(NEWEST) }));
    expect(await findings()).toMatchObject([
      { detectedBy: expect.not.stringMatching(/^feeds/), packages: [{ fixed: NEWEST }] },
    ]);
    await take(2, tracker({ [FLAW]: resolved(NEWER) }));
    expect(await findings()).toMatchObject([{ state: 'open', packages: [{ fixed: NEWER }] }]);
    await take(3, elsewhere);
    expect(await findings()).toMatchObject([{ state: 'open', packages: [{ fixed: NEWER }] }]);
    await scan(4, plain, 'web-2');
    await take(5, tracker({ [FLAW]: resolved(NEWEST) }));
    await take(6, JSON.stringify({ zlib: { 'CVE-2020-1001': { releases: { trixie: open() } } } }));
    expect((await findings()).map(({ state }) => state)).toEqual(['open', 'open']);
    await rebuiltTheSame();
  });

  it('does not call a flaw gone that is still there without a fix', async () => {
    await scan(0);
    await take(1, tracker({ [FLAW]: resolved(NEWER) }));
    await take(2, tracker({ [FLAW]: open() }));
    expect(await findings()).toMatchObject([
      { state: 'no_fix', verdict: 'indeterminate', reasons: [{ code: 'fix-withdrawn' }], due: null },
    ]);
    await take(3, tracker({ [FLAW]: open({ nodsa: 'Ignored', nodsa_reason: 'ignored' }) }));
    await take(4, tracker({ [FLAW]: resolved(NEWEST) }));
    // Another version than the one withdrawn: a finding of its own.
    expect((await findings()).map(({ state, fix }) => [state, fix.split('@')[1]])).toEqual([
      ['open', NEWEST],
      ['no_fix', NEWER],
    ]);
    await rebuiltTheSame();
  });

  it('stays missed where it was due before', async () => {
    await scan(0);
    await take(1, tracker({ [FLAW]: resolved(NEWER) }));
    await scan(70);
    await take(75, elsewhere);
    expect(await findings()).toMatchObject([{ state: 'not_affected' }]);
    expect(new Set(await judged())).toEqual(new Set(['missed']));
  });
});

describe('a fixed version that changes', () => {
  it('raises the target at once and keeps the clock; reaching the first version closes it', async () => {
    await scan(0);
    await take(1, tracker({ [FLAW]: resolved(NEWER) }));
    const [before] = await findings();
    await take(3, tracker({ [FLAW]: resolved(NEWER), [OTHER]: resolved(NEWEST) }));
    expect(await findings()).toMatchObject([
      { id: before?.id, firstDetected: day(1), due: before?.due, packages: [{ fixed: NEWEST }] },
    ]);
    expect(await findings({ asOf: day(2) })).toMatchObject([{ packages: [{ fixed: NEWER }] }]);
    await scan(5, { openssl: { version: NEWER }, bash });
    expect(await findings()).toMatchObject([
      { state: 'open', firstDetected: day(3), fix: `security-update:openssl@${NEWEST}` },
      { id: before?.id, state: 'fixed' },
    ]);
    await scan(2);
    expect((await findings()).map(({ state, firstDetected }) => [state, firstDetected])).toEqual([
      ['open', day(3)],
      ['fixed', day(1)],
    ]);
    await rebuiltTheSame();
  });

  it('that is corrected downwards lowers the target of the same finding', async () => {
    await scan(0);
    await take(1, tracker({ [FLAW]: resolved(NEWEST) }));
    const [before] = await findings();
    await take(2, tracker({ [FLAW]: resolved(NEWER) }));
    expect(await findings()).toMatchObject([
      { id: before?.id, state: 'open', firstDetected: day(1), packages: [{ fixed: NEWER }] },
    ]);
    await scan(3, { openssl: { version: NEWER }, bash });
    expect(await findings()).toMatchObject([{ id: before?.id, state: 'fixed' }]);
    await rebuiltTheSame();
  });
});

describe('a feed that gets old', () => {
  it('makes indeterminate only what feeds alone can judge, marks what rests on it, and is an alarm', async () => {
    const old = {
      os: { id: 'debian', versionId: '12', name: 'Debian GNU/Linux 12' },
      versionScheme: 'deb',
      kernel: null,
      packages: [{ name: 'bash', arch: 'amd64', version: '5.2.15-2' }],
      sources: [{ name: 'main', security: false, fetchedAt: day(-1) }],
      updates: [],
    };
    await keepFile(app, redHatInventory(begun, old));
    await scan(0, { openssl: { version: OLD, security: NEWER } });
    await scan(0, { openssl: { version: NEWEST }, bash }, 'web-2');
    await take(1, tracker({ [FLAW]: resolved(NEWER) }));
    const verdicts = async (more: { asOf?: string; reason?: string } = {}) =>
      (await listAssets(app, localOperator, more)).rows.map(({ name, verdict, reasons }) => [
        name,
        verdict,
        reasons.some(({ code }) => code === 'feed-stale'),
      ]);
    expect(await verdicts()).toEqual([
      ['web-1', 'fail', false],
      ['rhel-01', 'indeterminate', false],
      ['web-2', 'pass', false],
    ]);
    expect((await first()).advice).toMatchObject({ staleFeeds: [] });
    const feeds = await listFeeds(app, localOperator, {});
    expect(feeds.rows.filter(({ advisedFor }) => advisedFor.length > 0)).toMatchObject([
      { feed: 'debian-announcements', state: 'never', advisedFor: [{ system: 'debian', assets: 3 }] },
    ]);

    site.now = begun + 9 * DAY;
    expect(await verdicts()).toEqual([
      ['web-1', 'fail', false],
      ['rhel-01', 'indeterminate', true],
      ['web-2', 'pass', false],
    ]);
    expect(await verdicts({ reason: 'feed-stale' })).toEqual([['rhel-01', 'indeterminate', true]]);
    expect(await verdicts({ asOf: day(2), reason: 'feed-stale' })).toEqual([]);
    expect((await first()).advice).toMatchObject({ staleFeeds: [{ feed: 'debian-tracker', ageDays: 8 }] });
    expect(await getPosture(app, localOperator, {})).toMatchObject({ staleFeeds: 1 });
    expect((await listFeeds(app, localOperator, { state: 'stale' })).rows).toHaveLength(1);
  });
});
