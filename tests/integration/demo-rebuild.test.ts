import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp } from '#lib/server/app.ts';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { readConfig } from '#lib/server/config.ts';
import { fillDemo } from '#lib/server/demo/fill-demo.ts';
import { readDocument } from '#lib/server/read-documents/index.ts';
import type { DocumentName } from '#lib/server/read-documents/document-input.ts';
import { rootDir } from './support/test-app.ts';

const DAY = 86_400_000;
const untilAt = Date.parse('2026-11-01T00:00:00.000Z');
const documents: readonly DocumentName[] = [
  'posture',
  'coverage',
  'compliance',
  'time-to-patch',
  'flow',
  'ageing',
  'units',
  'groups',
  'patches',
  'assets',
  'findings',
  'obligations',
  'register-entries',
  'support-ends',
];

let home: string;
let app: App;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'patchproof-demo-'));
  const environment = {
    PATCHPROOF_DATA: join(home, 'data'),
    PATCHPROOF_KEY_FILE: join(home, 'master.key'),
  };
  const config = readConfig(environment, rootDir);
  const plan = { assets: 14, years: 1, seed: 'rebuild', untilAt };
  await fillDemo(config, plan, { onDay: () => undefined, report: () => undefined });
  app = await openApp(config, { clock: () => untilAt });
}, 240_000);

afterAll(async () => {
  await app.close();
  rmSync(home, { recursive: true, force: true });
});

/** Every document about every thirtieth day, as texts. */
async function everything(): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (let at = untilAt - 365 * DAY; at < untilAt; at += 30 * DAY) {
    const asOf = new Date(at).toISOString().slice(0, 10);
    for (const name of documents) {
      const answer = await readDocument(app, localOperator, { name, query: { asOf } });
      answers[`${name} ${asOf}`] = JSON.stringify(answer);
    }
  }
  return answers;
}

test('every document about any day is the same after the warehouse is rebuilt from the log', async () => {
  const before = await everything();
  expect(before[`posture 2026-10-27`]).toContain('"open"');
  await app.warehouse.rebuild();
  expect(await everything()).toEqual(before);
}, 300_000);
