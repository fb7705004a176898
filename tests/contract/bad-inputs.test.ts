import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { feeds, isFeedName } from '#scanners/feeds/index.ts';
import { importerOf } from '#scanners/importers/importer-of.ts';
import { withReport } from '#scanners/importers/open-report.ts';
import { isReportFormat, reportImporters } from '#scanners/importers/reports.ts';
import { buildZip } from '../fixtures/build-zip.ts';
import { mutationSubjects, refusalCode } from '../fixtures/mutation-subjects.ts';
import { runFeed } from '../fixtures/run-feed.ts';

/** What reading gave: records, or the code of the refusal. */
type Outcome = number | string;
type Form = 'xml' | 'json' | 'csv' | 'text';

interface Reader {
  readonly name: string;
  readonly kind: 'feed' | 'report';
  readonly form: Form;
  /** A whole file of its kind. */
  readonly bytes: Buffer;
  readonly read: (content: Uint8Array) => Promise<Outcome>;
}

const tempDir = mkdtempSync(join(tmpdir(), 'patchproof-bad-'));
afterAll(() => rmSync(tempDir, { recursive: true, force: true }));

function formOf(bytes: Buffer, file: string): Form {
  const text = bytes.toString('utf8').trimStart();
  if (text.startsWith('<')) return 'xml';
  // Debian's lists begin with a bracket too.
  if (/^(?:\{|\[\s*[[{"])/.test(text)) return 'json';
  return file.endsWith('.csv') ? 'csv' : 'text';
}

async function readReport(format: string | null, content: Uint8Array): Promise<number> {
  const opening = { receivedAt: Date.UTC(2026, 5, 1), zone: 'Europe/Berlin', tempDir, format };
  return withReport({ fileName: 'report', content }, opening, (report) => {
    if (report === null) throw new Error('recognised by no importer');
    let records = 0;
    const count = () => void (records += 1);
    importerOf(report).read(report.input, { host: count, flaw: count, skip: count });
    return records;
  });
}

async function readFeed(name: string, content: Uint8Array): Promise<number> {
  if (!isFeedName(name)) throw new Error(`no feed ${name}`);
  const { items, summary } = await runFeed(feeds[name], content, 'feed');
  return items.length + summary.skipped.reduce((sum, { n }) => sum + n, 0);
}

/** The first fixture of each form of every reader of both registries. */
function readers(): Reader[] {
  const seen = new Set<string>();
  return mutationSubjects().flatMap(({ reader, file, bytes }): Reader[] => {
    const [kind, name = ''] = reader.split(' ');
    const form = formOf(bytes, file);
    if (seen.has(`${reader} ${form}`)) return [];
    seen.add(`${reader} ${form}`);
    const work = kind === 'feed' ? readFeed : readReport;
    const read = (content: Uint8Array) =>
      work(name, content).catch((error: unknown) => {
        const code = refusalCode(error);
        if (code === null) throw error;
        return code;
      });
    return [{ name: `${reader}, ${form}`, kind: kind === 'feed' ? 'feed' : 'report', form, bytes, read }];
  });
}

const all = readers();
const nested = (text: string) => text.repeat(10_000);
const deep: Readonly<Partial<Record<Form, (bytes: Buffer) => Buffer>>> = {
  xml: (bytes) => spliced(bytes, bytes.lastIndexOf('</'), nested('<a>')),
  json: (bytes) => {
    const end = bytes.toString('latin1').trimEnd().length - 1;
    return spliced(bytes, end, `,${nested(bytes[end] === 0x5d ? '[' : '"a":{')}`);
  },
};

function spliced(bytes: Buffer, at: number, text: string | Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(text), bytes.subarray(at)]);
}

/** Where the first value within the outermost one stands. */
function firstValue(bytes: Buffer): number {
  const open = bytes.toString('latin1').search(/[[{]/);
  return bytes[open] === 0x5b ? open + 1 : bytes.indexOf(':', open) + 1;
}

/** Where the members of the first object that has any begin, and the name of the first of them. */
function firstMember(bytes: Buffer): [number, string] {
  const { 0: found = '', index = 0 } = /\{\s*"[^"\\]*"(?=\s*:)/.exec(bytes.toString('latin1')) ?? {};
  return [index + 1, found.slice(found.indexOf('"'))];
}

const refused = {
  feed: /^(FEED_(INVALID|TRUNCATED|EMPTY|TOO_LARGE)|XML_\w+|JSON_\w+|ENCODING_INVALID)$/,
  report:
    /^(FORMAT_UNKNOWN|REPORT_(INVALID|TRUNCATED|EMPTY|PART_TOO_LARGE)|XML_\w+|CSV_\w+|JSON_\w+|LINE_TOO_LONG|ENCODING_INVALID|DUPLICATE_ID|FILE_EMPTY)$/,
} as const;

describe.each(all)('$name', ({ kind, form, bytes, read }) => {
  const isReport = kind === 'report';
  const eol = bytes.includes('\r\n') ? '\r\n' : '\n';

  it('reads its own file', async () => {
    expect(await read(bytes)).toBeGreaterThan(0);
  });

  it('refuses an empty file and one of blanks', async () => {
    expect(await read(Buffer.alloc(0))).toBe(isReport ? 'FILE_EMPTY' : 'FEED_EMPTY');
    expect(await read(Buffer.from(' \n \n'))).toMatch(
      isReport ? /^FILE_EMPTY$/ : /^FEED_(EMPTY|INVALID|TRUNCATED)$/,
    );
  });

  it('refuses whatever is of another kind, and never calls it nothing found', async () => {
    const others = ['<html></html>', '{}', '[]', 'null', 'a,b\n1,2\n', '\x89PNG\r\n\x1a\n', 'hello'];
    for (const other of others)
      expect(await read(Buffer.from(other, 'latin1')), other).toMatch(refused[kind]);
  });

  it.runIf(form === 'xml' || form === 'json')(
    'refuses a file that ends anywhere before its end',
    async () => {
      const end = bytes.toString('latin1').trimEnd().length;
      for (let cut = 1; cut < end; cut += Math.ceil(end / 40)) {
        const outcome = await read(bytes.subarray(0, cut));
        expect(outcome, `${cut} bytes`).toMatch(refused[kind]);
      }
    },
  );

  it.runIf(form === 'csv')(
    'tells a file that ends within a record, or within quotes, from a whole one',
    async () => {
      const whole = bytes.toString('utf8').trimEnd();
      const comma = /[,;\t|](?=[^,;\t|]*$)/.exec(whole)?.index ?? 0;
      expect(await read(Buffer.from(whole.slice(0, comma)))).toMatch(refused[kind]);
      const open = await read(Buffer.from(`${whole}${eol}"open`));
      expect(open).toMatch(isReport ? /^CSV_QUOTE_OPEN$/ : refused.feed);
    },
  );

  it.runIf(form === 'csv')('refuses a line that has no end', async () => {
    const endless = Buffer.concat([bytes, Buffer.from(`${eol}"`), Buffer.alloc(20 * 1024 * 1024, 'x')]);
    expect(await read(endless)).toMatch(isReport ? /^LINE_TOO_LONG$/ : refused.feed);
  });

  it.runIf(form === 'csv' && isReport)('refuses two columns of one name', async () => {
    const lines = bytes.toString('utf8').split(eol);
    // Some begin with other lines than that of the names.
    const outcomes: Outcome[] = [];
    for (const [index, line] of lines.slice(0, 10).entries()) {
      const [, first = '', delimiter = ''] = /^([^,;\t|]*)([,;\t|])/.exec(line) ?? [];
      outcomes.push(await read(Buffer.from(lines.with(index, line + delimiter + first).join(eol))));
    }
    expect(outcomes).toContain('DUPLICATE_ID');
  });

  it.runIf(form === 'xml')('refuses a document type with entities', async () => {
    const text = bytes.toString('utf8').replace(/<!DOCTYPE[^>]*>/, '');
    const root = text.search(/<[A-Za-z]/);
    const bomb = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>';
    expect(await read(Buffer.from(text.slice(0, root) + bomb + text.slice(root)))).toBe('XML_DTD_FORBIDDEN');
  });

  it.runIf(deep[form] !== undefined)('refuses nesting that no tool writes', async () => {
    const outcome = await read(deep[form]?.(bytes) ?? bytes);
    expect(outcome).toBe(form === 'xml' ? 'XML_TOO_DEEP' : 'JSON_TOO_DEEP');
  });

  it.runIf(form === 'json')(
    'refuses a member that stands twice, and one that reaches the prototype',
    async () => {
      const [open, name] = firstMember(bytes);
      const put = (text: string) => read(spliced(bytes, open, text));
      expect(await put(`${name}:null,`)).toBe('JSON_DUPLICATE_KEY');
      expect(await put('"__proto__":{"status":"fixed"},')).toBe('JSON_KEY_FORBIDDEN');
      expect(await put('"constructor":{"prototype":{}},')).toBe('JSON_KEY_FORBIDDEN');
    },
  );

  it('refuses bytes that are no text', async () => {
    const at = Math.floor(bytes.length / 2);
    const outcome = await read(spliced(bytes, at, Buffer.from([0xff, 0xfe, 0xff])));
    expect(outcome).toMatch(isReport ? /^ENCODING_INVALID$/ : /^(ENCODING_INVALID|FEED_INVALID)$/);
  });

  it('refuses NUL between the parts of its form, or reads on and loses nothing', async () => {
    const whole = Number(await read(bytes));
    const outcome = await read(
      spliced(bytes, form === 'json' ? firstValue(bytes) : Math.floor(bytes.length / 2), '\0'),
    );
    if (typeof outcome === 'number') expect(outcome).toBeGreaterThanOrEqual(whole);
    else expect(outcome).toMatch(refused[kind]);
  });
});

const small = Buffer.from('{"a":1}');
const badArchives: readonly (readonly [string, () => Buffer, string])[] = [
  ['a bomb', () => gzipSync(Buffer.alloc(100 * 1024 * 1024)), 'ARCHIVE_RATIO'],
  ['a packed file in a packed file', () => gzipSync(gzipSync(small)), 'ARCHIVE_NESTED'],
  [
    'a packed file that is cut off',
    () => gzipSync(Buffer.from(small.toString().repeat(99))).subarray(0, 30),
    'REPORT_TRUNCATED',
  ],
  [
    'an archive that leads out of itself',
    () => buildZip([{ name: '../../x.json', content: small }]),
    'ARCHIVE_PATH',
  ],
  [
    'an archive with an absolute name',
    () => buildZip([{ name: '/etc/x.json', content: small }]),
    'ARCHIVE_PATH',
  ],
  ['an archive with a drive', () => buildZip([{ name: 'C:\\x.json', content: small }]), 'ARCHIVE_PATH'],
  [
    'an encrypted archive',
    () => buildZip([{ name: 'x', content: small, encrypted: true }]),
    'ARCHIVE_ENCRYPTED',
  ],
  [
    'a wrong checksum',
    () => buildZip([{ name: 'x', content: small, claims: { crc: 1 } }]),
    'ARCHIVE_INVALID',
  ],
  [
    'a lie about the size',
    () => buildZip([{ name: 'x', content: small, claims: { size: 1 } }]),
    'ARCHIVE_INVALID',
  ],
];

describe.each(badArchives)('%s', (_title, content, code) => {
  it('is refused as a report before any importer sees it, with nothing left behind', async () => {
    const error = await readReport(null, content()).catch((caught: unknown) => caught);
    expect(refusalCode(error) ?? error).toBe(code);
    expect(readdirSync(tempDir)).toEqual([]);
  });

  it('is refused as a feed', async () => {
    const error = await readFeed('cisa-kev', content()).catch((caught: unknown) => caught);
    expect(refusalCode(error) ?? error).toMatch(/^FEED_(INVALID|TRUNCATED|TOO_LARGE)$/);
  });
});

it('holds every reader of both registries', () => {
  const held = (name: string) => all.some((reader) => reader.name.startsWith(`${name},`));
  const named = [
    ...Object.keys(feeds).map((name) => `feed ${name}`),
    ...Object.keys(reportImporters)
      .filter(isReportFormat)
      .map((name) => `report ${name}`),
  ];
  expect(named.filter((name) => !held(name))).toEqual([]);
});
