import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAppError } from '#core/errors.ts';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { importFile } from '#lib/server/imports/import-file.ts';
import { verifyEvidence } from '#lib/server/read-documents/verify-evidence.ts';
import { importReport, missingDebian, nessusReport, reportReceipt } from './support/reports.ts';
import { makeSite } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
const begun = Date.parse('2026-05-10T08:00:00.000Z');
const openssl = missingDebian(1001, 5001, 'openssl');
const curl = missingDebian(1002, 5002, 'curl');

let site: TestSite;
let app: App;

beforeEach(async () => {
  site = makeSite(begun + 60 * DAY);
  app = await site.open();
});

afterEach(async () => {
  await app.close();
  site.remove();
});

const web = (day: number, items: readonly (typeof openssl)[]) =>
  nessusReport({ name: 'web1.example', address: '10.0.0.1', at: begun + day * DAY, items });
const keep = async (content: Buffer) => reportReceipt(await importReport(app, content));
const findings = async () => (await listFindings(app, localOperator, {})).rows;
const head = () => app.store.log.head().seq;

describe('a file that is no whole report', () => {
  const whole = web(0, [openssl, curl]);

  it.each<[string, Buffer, string]>([
    ['an empty one', Buffer.alloc(0), 'FILE_EMPTY'],
    ['one that is cut off', whole.subarray(0, whole.length - 40), 'XML_TRUNCATED'],
    [
      'one with a document type',
      Buffer.from(whole.toString().replace('?>', '?>\n<!DOCTYPE x [<!ENTITY a "b">]>')),
      'XML_DTD_FORBIDDEN',
    ],
    [
      'any XML with a document type',
      Buffer.from('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
      'XML_DTD_FORBIDDEN',
    ],
    ['one without a host', nessusReport(), 'REPORT_EMPTY'],
    ['one from the future', web(90, [openssl]), 'TIME_IN_FUTURE'],
    [
      'one that ends in the future',
      Buffer.from('[\n{ "ip": "192.0.2.1", "timestamp": "4102444800", "ports": [ {"port": 22} ] }\n]\n'),
      'TIME_IN_FUTURE',
    ],
    ['a packed one that is cut off', gzipSync(whole).subarray(0, 100), 'REPORT_TRUNCATED'],
    ['a packed one in a packed one', gzipSync(gzipSync(whole)), 'ARCHIVE_NESTED'],
    ['a bomb', gzipSync(Buffer.alloc(200 * 1024 * 1024)), 'ARCHIVE_RATIO'],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1'), 'FORMAT_UNKNOWN'],
  ])('%s keeps nothing', async (_title, content, code) => {
    const before = head();
    const error = await importReport(app, content).catch((caught: unknown) => caught);
    expect(isAppError(error) ? error.code : error).toBe(code);
    expect(head()).toBe(before);
    expect(await findings()).toEqual([]);
  });

  it('says what was expected when nobody knows the format', async () => {
    const error = await importReport(app, Buffer.from('hello')).catch((caught: unknown) => caught);
    expect(isAppError(error) && error.message).toContain('no known format');
    expect(isAppError(error) && error.remedy).toMatch(/a scanner .*Nessus.*Qualys.*Trivy/);
  });

  it('is read on a dry run and leaves no trace', async () => {
    const before = head();
    const input = { content: whole, fileName: 'x', format: null, mode: 'dry-run' } as const;
    expect(await importFile(app, localOperator, input)).toMatchObject({
      result: 'checked',
      receipt: null,
      report: { tool: 'Nessus', hosts: 1, flaws: 2, skipped: 1 },
    });
    expect(head()).toBe(before);
  });

  it('is unpacked when it is packed, and is the same report then', async () => {
    expect(await keep(gzipSync(whole))).toMatchObject({ findings: 2 });
    expect(await keep(whole)).toMatchObject({ new: 0, unchanged: 2 });
    expect(verifyEvidence(app, localOperator)).toMatchObject({ ok: true });
  });
});
