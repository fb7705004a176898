import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { receiveAdvisories } from '#lib/server/imports/receive-advisories.ts';
import { keepFile, opensslAdvisories, redHatInventory } from './support/inventories.ts';
import { makeSite, rootDir } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
const begun = Date.parse('2026-05-10T08:00:00.000Z');

let site: TestSite;
let app: App;

beforeEach(async () => {
  site = makeSite(begun + DAY / 24);
  app = await site.open();
});

afterEach(async () => {
  await app.close();
  site.remove();
});

const keep = (document: unknown, fileName?: string) => keepFile(app, document, fileName);
const findings = async () => (await listFindings(app, localOperator, {})).rows;

describe('the guide', () => {
  it('has examples that are accepted as they stand', async () => {
    const guide = readFileSync(join(rootDir, 'docs/guide/inventory.md'), 'utf8');
    const examples = [...guide.matchAll(/```json\n([^]*?)```/g)].map(([, text = '']) => Buffer.from(text));
    const receipts = [];
    for (const example of examples) receipts.push(await keep(example));
    expect(receipts.map(({ format, result }) => [format, result])).toEqual([
      ['inventory-json', 'imported'],
      ['advisories-json', 'imported'],
    ]);
    expect(await findings()).toMatchObject([{ product: 'openssl', rank: 'high', ranked: true }]);
  });
});

describe('imported advisories', () => {
  it('are recorded once, with the bytes that came', async () => {
    await keep(redHatInventory(begun));
    const bytes = Buffer.from(JSON.stringify(opensslAdvisories(begun), null, 2));
    const first = await keep(bytes, 'advisories.json');
    expect(first).toMatchObject({
      format: 'advisories-json',
      host: null,
      result: 'imported',
      receipt: { format: 'advisories-json', advisories: 1, fixes: 1, seq: app.store.log.head().seq },
      scans: [],
    });
    expect(await keep(bytes)).toMatchObject({ result: 'already-imported', receipt: first.receipt });
    const [event] = app.store.log.read(app.store.log.head().seq - 1, 1);
    expect(event).toMatchObject({
      kind: 'advisories.received',
      body: { artifact: event?.object, source: 'Red Hat security advisories' },
    });
    expect(app.artifacts.get(event?.object ?? '')).toEqual(bytes);
    expect(app.evidence.advisories(event?.object ?? '')).toEqual(opensslAdvisories(begun));
  });

  it('rank the finding that they concern without another scan', async () => {
    await keep(redHatInventory(begun));
    expect(await findings()).toMatchObject([{ rank: 'high' }]);
    const receipt = receiveAdvisories(app, localOperator, opensslAdvisories(begun));
    expect(receipt).toMatchObject({ advisories: 1, fixes: 1 });
    await app.warehouse.catchUp();
    expect(await findings()).toMatchObject([{ rank: 'severe' }]);
  });

  it('from the future are refused', () => {
    expect(() => receiveAdvisories(app, localOperator, opensslAdvisories(begun + 9 * DAY))).toThrow(
      expect.objectContaining({ code: 'TIME_IN_FUTURE' }),
    );
  });
});
