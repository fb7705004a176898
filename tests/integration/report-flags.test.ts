import { afterEach, beforeEach, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { importFile } from '#lib/server/imports/import-file.ts';
import { importReport, nessusReport, reportReceipt } from './support/reports.ts';
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

const report = (...cves: string[]): Buffer =>
  nessusReport({ name: 'web1', at: begun, items: [{ plugin: 100, severity: 3, cves, output: 'seen' }] });

const flagsOf = async (content: Buffer) => {
  const checked = await importFile(app, localOperator, {
    content,
    fileName: 'x',
    format: null,
    mode: 'dry-run',
  });
  return checked.report?.flags;
};

it('a text in the place of a CVE id is told by the check and by the receipt, and the result is a finding', async () => {
  expect(await flagsOf(report('CVE-2024-12345', 'CVE-24-1'))).toEqual(['CVE_INVALID']);
  const receipt = reportReceipt(await importReport(app, report('CVE-24-1')));
  expect(receipt).toMatchObject({ findings: 1, records: 2, flags: ['CVE_INVALID'] });
});

it('CVE ids alone are not flagged', async () => {
  expect(await flagsOf(report('CVE-2024-12345'))).toEqual([]);
});

it('hosts that share a name and no address are told, for they become one asset', async () => {
  const of = (id: string) => ({
    _source: {
      agent: { id, name: 'web1' },
      package: { name: 'openssl', version: '3.0.9-1', type: 'deb' },
      vulnerability: { id: 'CVE-2023-5363', severity: 'High' },
    },
  });
  const text = Buffer.from(JSON.stringify({ hits: { hits: [of('001'), of('4001')] } }));
  expect(await flagsOf(text)).toEqual(['NAME_SHARED']);
  expect(reportReceipt(await importReport(app, text))).toMatchObject({ assets: 1, flags: ['NAME_SHARED'] });
});
