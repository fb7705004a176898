import { afterEach, beforeEach, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { explainFinding } from '#lib/server/findings/explain-finding.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { getPosture } from '#lib/server/findings/get-posture.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { keepFile, redHatInventory } from './support/inventories.ts';
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
