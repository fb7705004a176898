import { afterEach, beforeEach, expect, it } from 'vitest';
import { effortWords } from '#lib/format/fix-words.ts';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { listPatches } from '#lib/server/findings/list-patches.ts';
import { importReport, nessusReport } from './support/reports.ts';
import { makeSite } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const begun = Date.parse('2026-05-10T08:00:00.000Z');

let site: TestSite;
let app: App;

beforeEach(async () => {
  site = makeSite(begun + 60_000);
  app = await site.open();
});

afterEach(async () => {
  await app.close();
  site.remove();
});

it('only a fix that names something to install is to be installed', async () => {
  const items = [
    { plugin: 1, severity: 2, name: 'SSL certificate expired', solution: 'Purchase a new certificate.' },
    { plugin: 2, severity: 2, name: 'Debian: openssl (DSA-5000-1)', xrefs: ['DSA:5000-1'] },
    { plugin: 3, severity: 2, name: 'Flaw without a fix', cves: ['CVE-2024-12345'], solution: 'None' },
  ];
  await importReport(app, nessusReport({ name: 'web1', at: begun, items }));
  const { rows } = await listPatches(app, localOperator, {});
  const words = new Map(rows.map(({ fix, effort }) => [fix, effortWords(effort)]));
  expect(words.get('check:Nessus:1')).toBe('Follow the tool’s advice on 1');
  expect(words.get('DSA-5000-1')).toBe('Install on 1');
  expect(rows.every(({ effort }) => effort.actions === 1)).toBe(true);
});
