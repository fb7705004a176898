import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildZip } from '../../fixtures/build-zip.ts';
import { redHatInventory, type Json } from '../support/inventories.ts';
import { missingDebian, nessusReport } from '../support/reports.ts';
import { rootDir } from '../support/test-app.ts';

/** Where the clock of the server stands, UTC ms. */
export const NOW = Date.parse('2026-05-10T08:00:00.000Z');
const HOUR_MS = 3_600_000;

/** One bad file, by the number of its case in `docs/guide/bad-input.md`. */
export interface BadFile {
  readonly title: string;
  /** Query of the import; the name is added. */
  readonly query?: string;
  readonly body: () => Uint8Array | string;
  readonly status?: number;
  readonly code: string;
  /** What the words must say: what, where, what to do. */
  readonly says?: RegExp;
  readonly where?: Readonly<Record<string, unknown>>;
}

export const reportAt = (at: number, name = 'web1.example') =>
  nessusReport({ name, at, items: [missingDebian(1001, 5001, 'openssl')] });
export const nessus = reportAt(NOW - HOUR_MS);
export const inventory = (changes: Json = {}) => JSON.stringify(redHatInventory(NOW - HOUR_MS, changes));
const text = (bytes: Buffer) => bytes.toString('utf8');

export const nmapHead = `<?xml version="1.0"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap" args="nmap" start="${(NOW - HOUR_MS) / 1000}" version="7.93"><host><status state="up"/><address addr="192.0.2.9" addrtype="ipv4"/></host>`;
export const nmapTail = `<runstats><finished time="${(NOW - HOUR_MS) / 1000 + 60}" exit="success"/></runstats></nmaprun>`;

export const csv = text(
  readFileSync(join(rootDir, 'tests/fixtures/importers/nessus-csv/nessus-template.csv')),
).replaceAll('\r\n', '\n');
export const csvLines = csv.trimEnd().split('\n');
const header = csvLines[0] ?? '';
const png = Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1');
const broken = (whole: string | Buffer, at: number) => {
  const bytes = Buffer.from(whole);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff]), bytes.subarray(at)]);
};
const nested = '['.repeat(10_000) + ']'.repeat(10_000);
const own = 'format=inventory-json';
const late = new Date(NOW + 2 * HOUR_MS).toISOString();
const advisories = (changes: Json) =>
  JSON.stringify({
    schema: 'patchproof.advisories',
    version: 1,
    source: 'Vendor',
    publishedAt: new Date(NOW - HOUR_MS).toISOString(),
    advisories: [
      {
        ...{ id: 'ADV-1', title: 'A fix', released: '2026-05-01', severity: 'high', knownExploited: null },
        ...{ cves: ['CVE-2026-1234567'], products: [{ product: 'openssl', fixed: '9' }] },
        ...changes,
      },
    ],
  });

/** A vendor's document with a CVE id of seven digits. */
export const wholeAdvisories = advisories({});

export const badFiles: readonly BadFile[] = [
  { title: '16 an empty file', body: () => '', code: 'FILE_EMPTY', says: /empty.*Give the file/s },
  { title: '16 blanks for an inventory', query: own, body: () => ' \n', code: 'FILE_EMPTY' },
  {
    title: '19 a picture named .xml',
    ...{ body: () => png, status: 415, code: 'FORMAT_UNKNOWN', says: /looks like PNG.*Expected: .*Nessus/s },
  },
  {
    title: '19 a picture that was called a Nessus report',
    query: 'format=nessus',
    ...{ body: () => png, status: 415, code: 'FORMAT_UNKNOWN', says: /looks like PNG/ },
  },
  {
    title: '20 a report with a document type',
    body: () => text(nessus).replace('\n', '\n<!DOCTYPE x [<!ENTITY a "b">]>'),
    ...{ code: 'XML_DTD_FORBIDDEN', where: { line: 2 } },
  },
  {
    title: '20 an nmap result with an entity',
    body: () =>
      `${nmapHead}${nmapTail}`.replace('<!DOCTYPE nmaprun>', '<!DOCTYPE nmaprun [<!ENTITY a "b">]>'),
    ...{ code: 'XML_DTD_FORBIDDEN', where: { line: 2 } },
  },
  {
    title: '21 a report that is cut in the middle',
    body: () => nessus.subarray(0, nessus.length - 150),
    ...{ code: 'XML_TRUNCATED', says: /cut off \(line \d+\); nothing of it was taken/ },
  },
  {
    title: '22 elements 100,000 deep',
    body: () => nmapHead + '<a>'.repeat(100_000),
    ...{ code: 'XML_TOO_DEEP', says: /line 3/ },
  },
  {
    title: '24 a report with a byte that is no text',
    body: () => broken(nessus, 200),
    ...{ code: 'ENCODING_INVALID', where: { byte: 200 } },
  },
  {
    title: '24 an inventory with one',
    query: own,
    ...{ body: () => broken(inventory(), 60), code: 'ENCODING_INVALID', where: { byte: 60 } },
  },
  {
    title: '24 an nmap result with one',
    ...{ body: () => broken(nmapHead + nmapTail, 90), code: 'ENCODING_INVALID', where: { byte: 90 } },
  },
  {
    title: '27 a table without a column that it needs',
    query: 'format=nessus-csv',
    body: () => csv.replace('Host', 'Hosst'),
    ...{ code: 'CSV_COLUMN_MISSING', says: /lacks the column Host.*Hosst.*name it so/s },
  },
  {
    title: '27 a table that is of another kind than was said',
    query: 'format=wsus-csv',
    body: () => 'Computer,Update title,Approval\npc1,KB5041578,Install\n',
    ...{ code: 'CSV_COLUMN_MISSING', says: /It has Computer, Update title, Approval/ },
  },
  {
    title: '28 lines with another number of fields',
    body: () => [header, '1,2', ...csvLines.slice(1), '3'].join('\n'),
    ...{ code: 'REPORT_INVALID', says: /line 2 has 2, line \d+ has 1/, where: { line: 2, uneven: 2 } },
  },
  {
    title: '29 a quote that is never closed',
    body: () => `${csv.trimEnd()}\n"open`,
    ...{ code: 'CSV_QUOTE_OPEN', where: { line: csvLines.length + 1 } },
  },
  {
    title: '30 a line without end',
    body: () => Buffer.concat([Buffer.from(csv), Buffer.from('"'), Buffer.alloc(20 * 1024 * 1024, 'x')]),
    ...{ code: 'LINE_TOO_LONG', where: { line: csvLines.length + 1 } },
  },
  {
    title: '31 two columns of one name',
    body: () => csv.replace(header, `${header},Plugin ID`),
    ...{ code: 'DUPLICATE_ID', where: { first: 1 } },
  },
  {
    title: '34 an archive that unpacks to a thousand times its size',
    ...{ body: () => gzipSync(Buffer.alloc(70 * 1024 * 1024)), code: 'ARCHIVE_RATIO' },
  },
  {
    title: '35 an archive that leads out of itself',
    body: () => buildZip([{ name: '../../x.nessus', content: nessus }]),
    ...{ code: 'ARCHIVE_PATH', where: { entry: '../../x.nessus' } },
  },
  { title: '36 an archive in an archive', body: () => gzipSync(gzipSync(nessus)), code: 'ARCHIVE_NESTED' },
  {
    title: '36 an encrypted archive',
    body: () => buildZip([{ name: 'x', content: nessus, encrypted: true }]),
    code: 'ARCHIVE_ENCRYPTED',
  },
  { title: '37 JSON 10,000 deep', query: own, body: () => `{"a":${nested}}`, code: 'JSON_TOO_DEEP' },
  {
    title: '37 a name that reaches the prototype',
    query: own,
    ...{ body: () => '{"a":{"__proto__":{}}}', code: 'JSON_KEY_FORBIDDEN' },
    where: { pointer: '/a/__proto__' },
  },
  {
    title: '37 a name twice',
    query: own,
    ...{ body: () => '{"a":[{"b":1,"b":2}]}', code: 'JSON_DUPLICATE_KEY', where: { pointer: '/a/0/b' } },
  },
  {
    title: '38 a CVE id that is none',
    ...{ body: () => advisories({ cves: ['CVE-24-1'] }), code: 'ADVISORIES_INVALID' },
    where: { field: 'advisories.0.cves.0' },
  },
  ...['keep', 'dry-run'].flatMap((mode): BadFile[] => [
    {
      title: `40 an inventory from the future, ${mode}`,
      query: `mode=${mode}`,
      body: () => inventory({ collectedAt: late }),
      ...{ status: 422, code: 'TIME_IN_FUTURE', says: /120 min ahead.*it is 2026-05-10T08:00:00.000Z/ },
    },
  ]),
  {
    title: '40 a report from the future',
    body: () => reportAt(NOW + 2 * HOUR_MS),
    ...{ status: 422, code: 'TIME_IN_FUTURE', says: /120 min ahead.*it is 2026-05-10T08:00:00.000Z/ },
  },
  {
    title: '42 a time without a zone',
    body: () => inventory({ collectedAt: '2026-05-01T08:00:00' }),
    ...{ code: 'TIME_ZONE_MISSING', where: { field: 'collectedAt' } },
  },
  {
    title: '43 a day that is in no calendar',
    body: () => inventory({ collectedAt: '2026-02-29T08:00:00Z' }),
    ...{ code: 'DATE_INVALID', where: { field: 'collectedAt' } },
  },
];

/** What is taken in, and told beside it. */
export const flaggedFiles: readonly (readonly [string, string | Buffer, readonly string[]])[] = [
  ['25 a report in UTF-16', Buffer.from(`\ufeff${text(nessus)}`, 'utf16le'), ['CONVERTED']],
  ['25 an inventory in UTF-16', Buffer.from(`\ufeff${inventory()}`, 'utf16le').swap16(), ['CONVERTED']],
  ['25 an nmap result in UTF-16', Buffer.from(`\ufeff${nmapHead}${nmapTail}`, 'utf16le'), ['CONVERTED']],
  ['38 a CVE id of seven digits', wholeAdvisories, []],
  ['41 a report that is two years old', reportAt(NOW - 17_520 * HOUR_MS), ['BACKDATED']],
  [
    '41 an inventory that is two years old',
    inventory({ collectedAt: new Date(NOW - 17_520 * HOUR_MS).toISOString() }),
    ['BACKDATED'],
  ],
];
