import { afterEach, beforeEach, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { explainFinding } from '#lib/server/findings/explain-finding.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { getPosture } from '#lib/server/findings/get-posture.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { getAsset } from '#lib/server/inventory/get-asset.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { suggestSupportEnds } from '#lib/server/registers/suggest-support-ends.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { keepFile, redHatInventory, windowsInventory } from './support/inventories.ts';
import { msrcMonth } from './support/msrc-months.ts';
import { makeSite, readEverything, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
const begun = Date.parse('2026-05-01T08:00:00.000Z');
const day = (n: number) => new Date(begun + n * DAY).toISOString();

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

async function scan(n: number, version = '1.1') {
  const startedAt = begun + n * DAY;
  site.now = Math.max(site.now, startedAt + 5000);
  await receive(
    app,
    debianEnvelope({ name: 'web-01', startedAt, packages: { nginx: { version, security: '1.1' } } }),
  );
}

type Ends = string | boolean | null;

/** What endoflife.date says of how long releases get fixes. */
async function tell(n: number, product: string, name: string, [support, extended]: readonly [Ends, Ends]) {
  const fields = (end: Ends, from: string, is: string) =>
    typeof end === 'string' ? { [from]: end } : { [is]: end };
  const document = {
    schema_version: '1.2.0',
    generated_at: '2026-04-01T00:00:00+00:00',
    total: 1,
    result: [
      {
        name: product,
        releases: [
          { name, ...fields(support, 'eolFrom', 'isEol'), ...fields(extended, 'eoesFrom', 'isEoes') },
        ],
      },
    ],
  };
  site.now = Math.max(site.now, begun + n * DAY);
  const content = Buffer.from(JSON.stringify(document));
  const input = { content, fileName: 'full.json', feed: null, origin: null, mode: 'keep' as const };
  await receiveFeed(app, localOperator, input);
  await app.warehouse.catchUp();
}

async function stands(view: { asOf?: string; knownAt?: number } = {}) {
  const [row] = (await listAssets(app, localOperator, view)).rows;
  return [row?.verdict, row?.reasons.map(({ code }) => code)];
}

test('a release of which support and extension are over cannot pass, from the day after on', async () => {
  await scan(0);
  expect(await stands()).toEqual(['pass', []]);
  const before = app.warehouse.appliedSeq();
  await tell(1, 'debian', '12', ['2025-06-10', '2026-05-03']);
  expect(await stands()).toEqual(['pass', []]);
  await scan(4);
  expect(await stands()).toEqual(['indeterminate', ['release-unsupported']]);
  // True as of the last day of it, and unknown while the feed was.
  expect(await stands({ asOf: '2026-05-03T23:00:00.000Z' })).toEqual(['pass', []]);
  expect(await stands({ asOf: '2026-05-04T00:00:00.000Z' })).toEqual([
    'indeterminate',
    ['release-unsupported'],
  ]);
  expect(await stands({ knownAt: before })).toEqual(['pass', []]);
  const [row] = (await listAssets(app, localOperator, { reason: 'release-unsupported' })).rows;
  expect(row?.reasons[0]?.message).toBe(
    'No security updates are published for it any more: debian 12, support ended on 2026-05-03.',
  );
  expect(await getPosture(app, localOperator, {})).toMatchObject({ assets: { pass: 0, indeterminate: 1 } });
  const kept = await readEverything(app, {});
  await app.warehouse.rebuild();
  expect(await readEverything(app, {})).toEqual(kept);
});

test('an extension counts where the release’s own archive carries it, not where the host would have to take another', async () => {
  await scan(0);
  await tell(0, 'debian', '12', ['2026-04-10', '2028-06-30']);
  expect(await stands()).toEqual(['pass', []]);
  await tell(1, 'debian', '12', [true, null]);
  expect(await stands()).toEqual(['indeterminate', ['release-unsupported']]);
  await tell(2, 'debian', '12', [false, null]);
  expect(await stands()).toEqual(['pass', []]);
});

test('a host that takes no archive of the extension gets nothing of it', async () => {
  await keepFile(
    app,
    redHatInventory(begun, { updates: [], packages: [{ name: 'bash', arch: 'x86_64', version: '5.1' }] }),
  );
  expect((await stands())[0]).toBe('pass');
  await tell(0, 'rhel', '9', ['2026-04-10', '2032-05-31']);
  expect(await stands()).toEqual(['indeterminate', ['release-unsupported']]);
  const [row] = (await listAssets(app, localOperator, {})).rows;
  expect(row?.reasons[0]?.message).toContain('no archive of its extension was seen on the host');
});

test('findings of such a host fail as before, and say what else is the matter', async () => {
  await scan(0, '1.0');
  await tell(0, 'debian', '12', ['2026-04-10', null]);
  expect(await stands()).toEqual(['fail', ['release-unsupported']]);
  const [finding] = (await listFindings(app, localOperator, {})).rows;
  const id = finding?.id ?? '';
  const told = { verdict: 'fail', reasons: [{ code: 'release-unsupported' }] };
  expect(await getFinding(app, localOperator, { id })).toMatchObject({ finding: told });
  expect(await explainFinding(app, localOperator, { id, asOf: day(0) })).toMatchObject(told);
});

/** What endoflife.date says of two editions of one build, of the server's extension, and MSRC so that Windows can pass. */
async function tellOfWindows() {
  const release = (name: string, eolFrom: string, eoesFrom: string | null = null) => ({
    ...{ name, eolFrom, isEoes: eoesFrom === null ? null : false, eoesFrom },
  });
  const products = {
    windows: [release('11-23h2-e', '2026-11-10'), release('11-23h2-w', '2025-11-11')],
    'windows-server': [release('2012-r2', '2023-10-10', '2026-10-13')],
  };
  const result = Object.entries(products).map(([name, releases]) => ({ name, releases }));
  const office = { cve: 'CVE-2026-0501', product: '10754', kb: '5002700', build: '16.0.5500.1000' } as const;
  const head = { schema_version: '1.2.0', generated_at: '2026-04-01T00:00:00+00:00', total: result.length };
  for (const [fileName, text] of [
    ['full.json', JSON.stringify({ ...head, result })],
    ['month.json', msrcMonth('2026-Apr', '2026-04-14', [office])],
  ] as const) {
    const content = Buffer.from(text);
    const input = { content, fileName, feed: null, origin: null, mode: 'keep' as const };
    await receiveFeed(app, localOperator, input);
  }
  await app.warehouse.catchUp();
}

function windowsHost(
  n: number,
  [name, product, version]: readonly [string, string, string],
  sources?: object[],
) {
  const id = `b1e0f3d4-0000-4000-8000-00000000000${n}`;
  return windowsInventory(begun, {
    host: { name: `win-0${n}`, machineId: id, addresses: [`10.0.0.${n}`] },
    os: { id: 'windows', versionId: null, name },
    packages: [{ name: product, arch: 'x64', version }],
    updates: [],
    ...(sources ? { sources } : {}),
  });
}

test('Windows is looked up by build and edition, and what is not told is not guessed', async () => {
  const eleven = ['Windows 11', '10.0.22631.4317'] as const;
  const server = ['Windows Server 2012 R2', 'Windows Server 2012 R2', '6.3.9600.21620'] as const;
  const fetchedAt = day(0);
  await keepFile(app, windowsHost(1, ['Windows 11 Enterprise', ...eleven]));
  await keepFile(app, windowsHost(2, ['Windows 11 Pro', ...eleven]));
  await keepFile(app, windowsHost(3, ['Windows 11', ...eleven]));
  await keepFile(app, windowsHost(4, server));
  await keepFile(app, windowsHost(5, server, [{ name: 'ESU year 3', security: true, fetchedAt }]));
  await tellOfWindows();
  const rows = async (asOf?: string) =>
    Object.fromEntries(
      (await listAssets(app, localOperator, asOf === undefined ? {} : { asOf })).rows.map((row) => [
        row.name,
        [row.verdict, ...row.reasons.map(({ code }) => code)],
      ]),
    );
  expect(await rows()).toEqual({
    'win-01': ['pass'],
    'win-02': ['indeterminate', 'release-unsupported'],
    'win-03': ['indeterminate', 'release-not-told'],
    'win-04': ['indeterminate', 'release-unsupported'],
    'win-05': ['pass'],
  });
  const [unclear] = (await listAssets(app, localOperator, { reason: 'release-not-told' })).rows;
  expect(unclear).toMatchObject({
    name: 'win-03',
    reasons: [
      { message: expect.stringContaining('Windows 11 23H2 (Home, Pro), support ended on 2025-11-11') },
    ],
  });
  const support = async (id: string) => (await getAsset(app, localOperator, { id })).support;
  expect(await support('win-02')).toMatchObject({ release: '11-23h2-w', ended: 'extended' });
  expect(await support('win-03')).toMatchObject({
    ended: 'unclear',
    either: [
      { release: '11-23h2-e', ended: null },
      { release: '11-23h2-w', ended: 'extended' },
    ],
  });
  expect(await support('win-04')).toMatchObject({ product: 'windows-server', ended: 'support' });
  const { rows: suggested } = await suggestSupportEnds(app, localOperator, {});
  expect(
    suggested.map(({ technology, assets, unsure, isOver }) => [technology, assets, unsure, isOver]),
  ).toEqual([
    ['Windows Server 2012 R2', 2, 0, true],
    ['Windows 11 23H2 (Home, Pro)', 2, 1, true],
    ['Windows 11 23H2 (Enterprise, Education)', 2, 1, false],
  ]);
  // As many as the list behind the figure has, which takes what may be it.
  for (const { release, assets } of suggested)
    expect((await listAssets(app, localOperator, { release })).total).toBe(assets);
});
