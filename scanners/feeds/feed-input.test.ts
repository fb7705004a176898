import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterAll, describe, expect, it } from 'vitest';
import { buildZip } from '../../tests/fixtures/build-zip.ts';
import { joinChunks } from './chunk-stream.ts';
import { feedLimits, openFeedFile, readHead, type FeedLimits } from './feed-input.ts';

const text = '{"a":[1,2,3]}\n';
const plain = Buffer.from(text);
const xz = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQANeyJhIjpbMSwyLDNdfQoAAAChCy/8N7E1BAABJg4IG+AEH7bzfQEAAAAABFla',
  'base64',
);
const bzip2 = Buffer.from(
  'QlpoOTFBWSZTWWzDX5kAAAZbgAAQEAQ4EAAKIAAACiAAMQNA0CjJg9IhTRfLBhaLuSKcKEg2Ya/MgA==',
  'base64',
);
/** 60 MB of zeros in 81 bytes. */
const bzip2Bomb = Buffer.from(
  'QlpoOTFBWSZTWQ4J4t8BX45AAMAAAAggADCATUZCoCWpCoCXMUFZJlNZpertMgBsAOAAwAAAEAAIIAAwzAUppoAKWwgBS8XckU4UJC5+SiMA',
  'base64',
);
const skippableFrame = Buffer.from([0x52, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

const folder = mkdtempSync(join(tmpdir(), 'feed-input-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function buildTar(members: readonly (readonly [string, Uint8Array | string])[]): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name: 'folder/', type: 'directory' });
  archive.entry({ name: 'folder/link', type: 'symlink', linkname: '/etc/passwd' });
  for (const [name, content] of members) archive.entry({ name }, Buffer.from(content));
  archive.finalize();
  const parts: Uint8Array[] = [];
  for await (const part of archive) if (part instanceof Uint8Array) parts.push(part);
  return Buffer.concat(parts);
}

async function readAll(content: string | Uint8Array, limits: Partial<FeedLimits> = {}) {
  const source = { fileName: 'feed.json.gz', receivedAt: 0, content };
  const input = await openFeedFile(source, { ...feedLimits, ...limits });
  const documents: [string, string][] = [];
  for await (const document of input.documents())
    documents.push([document.name, (await joinChunks(document.bytes())).toString()]);
  return documents;
}

const code = async (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: { code?: string }) => error.code ?? String(error),
  );

const packed: Record<string, () => Promise<Buffer> | Buffer> = {
  gzip: () => gzipSync(plain),
  'gzip in two members': () => Buffer.concat([gzipSync(plain.subarray(0, 5)), gzipSync(plain.subarray(5))]),
  zstd: () => zstdCompressSync(plain),
  'zstd in two frames': () =>
    Buffer.concat([
      skippableFrame,
      zstdCompressSync(plain.subarray(0, 5)),
      skippableFrame,
      zstdCompressSync(plain.subarray(5)),
    ]),
  xz: () => xz,
  bzip2: () => bzip2,
  'bzip2 in two streams': () => Buffer.concat([bzip2, bzip2]),
  zip: () => buildZip([{ name: 'folder/a.json', content: text }]),
  tar: () => buildTar([['folder/a.json', text]]),
  'tar in gzip': async () => gzipSync(await buildTar([['folder/a.json', text]])),
  'tar in zstd': async () => zstdCompressSync(await buildTar([['folder/a.json', text]])),
};

describe('a feed file', () => {
  it.each(Object.keys(packed))('packed as %s gives its content, from bytes and from a path', async (kind) => {
    const bytes = (await packed[kind]?.()) ?? Buffer.alloc(0);
    const path = join(folder, 'file');
    writeFileSync(path, bytes);
    const expected = kind === 'bzip2 in two streams' ? text + text : text;
    const name = /zip$|tar/.test(kind) && !/^b?gzip|^bzip/.test(kind) ? 'a.json' : 'feed.json';
    expect(await readAll(bytes)).toEqual([[name, expected]]);
    expect(await readAll(path)).toEqual([[name, expected]]);
  });

  it.each(Object.keys(packed))('packed as %s and cut off anywhere is never taken for whole', async (kind) => {
    const bytes = (await packed[kind]?.()) ?? Buffer.alloc(0);
    const whole = JSON.stringify(await readAll(bytes));
    // A tar archive ends with as many zeros as its writer liked; between streams there is no telling.
    const tail = kind === 'tar' ? 513 : 1;
    const seam = kind === 'bzip2 in two streams' ? bzip2.byteLength : -1;
    const first = kind === 'tar' ? 263 : 10;
    for (let length = first; length <= bytes.byteLength - tail; length += 1) {
      if (length === seam || (kind.includes('two') && isSeam(kind, length))) continue;
      const read = await readAll(bytes.subarray(0, length)).then(
        JSON.stringify,
        (error: { code?: string }) => error.code ?? String(error),
      );
      expect(['FEED_TRUNCATED', 'FEED_INVALID'], `${length} bytes gave ${read}`).toContain(read);
      expect(read).not.toBe(whole);
    }
  });

  it('cut off says so', async () => {
    for (const kind of ['gzip', 'zstd', 'xz', 'bzip2', 'zip', 'tar']) {
      const bytes = (await packed[kind]?.()) ?? Buffer.alloc(0);
      const length = kind === 'tar' ? 1600 : bytes.byteLength - 3;
      expect(await code(readAll(bytes.subarray(0, length))), kind).toBe('FEED_TRUNCATED');
    }
  });

  it('that is damaged gives an error, or the content untouched', async () => {
    for (const kind of ['gzip', 'zstd in two frames', 'xz', 'bzip2', 'zip']) {
      const bytes = (await packed[kind]?.()) ?? Buffer.alloc(0);
      for (let at = 10; at < bytes.byteLength; at += 1) {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ 0x24;
        const read = await readAll(damaged).then(
          (documents) => documents.map(([, content]) => content).join(''),
          (error: { code?: string }) => error.code ?? String(error),
        );
        // Zstd by default has no checksum: there only the structure is sure.
        if (!kind.startsWith('zstd')) expect(read, `${kind} ${at}`).toMatch(/^(FEED_|\{"a":\[1,2,3\]\}\n$)/);
      }
    }
  });

  it('without content is an error', async () => {
    expect(await code(readAll(Buffer.alloc(0)))).toBe('FEED_EMPTY');
    expect(await code(readAll(gzipSync('')))).toBe('FEED_EMPTY');
    expect(await code(readAll(buildZip([])))).toBe('FEED_EMPTY');
    expect(await code(readAll(await buildTar([])))).toBe('FEED_EMPTY');
    expect(await code(readAll(join(folder, 'absent')))).toBe('FILE_UNREADABLE');
  });

  it('is read by Node itself as it is by the test runner, which hides how packages export', () => {
    const url = new URL('./feed-input.ts', import.meta.url);
    const script = `
      const { openFeedFile, readHead } = await import(${JSON.stringify(url)});
      const content = Buffer.from('${xz.toString('base64')}', 'base64');
      console.log((await readHead(await openFeedFile({ fileName: 'x', receivedAt: 0, content }))).head);`;
    const args = ['--no-warnings', '--input-type=module', '-e', script];
    expect(execFileSync(process.execPath, args, { encoding: 'utf8' }).trim()).toBe(text.trim());
  });

  it('holding an archive within is refused', async () => {
    const inner = gzipSync(plain);
    expect(await code(readAll(gzipSync(inner)))).toBe('FEED_INVALID');
    expect(await code(readAll(buildZip([{ name: 'a.gz', content: inner }])))).toBe('FEED_INVALID');
    expect(await code(readAll(await buildTar([['a.gz', inner]])))).toBe('FEED_INVALID');
    expect(await code(readAll(gzipSync(buildZip([{ name: 'a', content: text }]))))).toBe('FEED_INVALID');
  });

  it('that is an encrypted, lying or escaping zip is refused', async () => {
    const zip = (member: object) => buildZip([{ name: 'a', content: text, ...member }]);
    await expect(readAll(zip({ encrypted: true }))).rejects.toThrow('encrypted');
    await expect(readAll(zip({ claims: { crc: 1 } }))).rejects.toThrow('checksum');
    expect(await code(readAll(zip({ claims: { size: 3 } })))).toBe('FEED_INVALID');
    expect(await code(readAll(zip({ claims: { size: 0xfffffff0 } }), { memberBytes: 1000 }))).toBe(
      'FEED_TOO_LARGE',
    );
    expect(await code(readAll(zip({ name: '../../etc/passwd' })))).toBe('FEED_INVALID');
  });

  it('that is a bomb stops early', async () => {
    const zeros = Buffer.alloc(50 * 1024 * 1024);
    const limits = { ratioFrom: 1024 * 1024 };
    const bombs = [
      gzipSync(zeros),
      zstdCompressSync(zeros),
      bzip2Bomb,
      buildZip([{ name: 'a', content: zeros }]),
      gzipSync(await buildTar([['a', zeros]])),
    ];
    for (const bomb of bombs) {
      global.gc?.();
      const before = process.memoryUsage().rss;
      expect(await code(readAll(bomb, limits))).toBe('FEED_TOO_LARGE');
      expect(process.memoryUsage().rss - before).toBeLessThan(40 * 1024 * 1024);
    }
    expect(await code(readAll(xz, { totalBytes: 10 }))).toBe('FEED_TOO_LARGE');
    const many = Array.from({ length: 11 }, (_, index) => ({ name: `${index}`, content: 'x' }));
    expect(await code(readAll(buildZip(many), { members: 10 }))).toBe('FEED_TOO_LARGE');
    expect(await code(readAll(await buildTar(many.map(({ name }) => [name, 'x'])), { members: 10 }))).toBe(
      'FEED_TOO_LARGE',
    );
  });

  it('passes over members nobody reads, and closes what is left early', async () => {
    const members = ['a', 'b', 'c'].map((name) => ({ name, content: name.repeat(300_000) }));
    const tar = await buildTar(members.map(({ name, content }) => [name, content]));
    for (const bytes of [buildZip(members), tar, gzipSync(tar)]) {
      const path = join(folder, 'left');
      writeFileSync(path, bytes);
      const input = await openFeedFile({ fileName: 'x', receivedAt: 0, content: path });
      const names: string[] = [];
      for await (const { name } of input.documents()) names.push(name);
      expect(names).toEqual(['a', 'b', 'c']);
      expect(await readHead(input)).toEqual({ head: 'a'.repeat(65_536), name: 'a' });
      await new Promise((resolve) => setImmediate(resolve));
    }
    const open = readdirSync('/proc/self/fd').length;
    const input = await openFeedFile({ fileName: 'x', receivedAt: 0, content: join(folder, 'left') });
    for (let times = 0; times < 20; times += 1) await readHead(input);
    await new Promise((resolve) => setImmediate(resolve));
    expect(readdirSync('/proc/self/fd').length).toBeLessThan(open + 10);
  });
});

function isSeam(kind: string, length: number): boolean {
  const part = plain.subarray(0, 5);
  if (kind.startsWith('gzip')) return length === gzipSync(part).byteLength;
  if (!kind.startsWith('zstd')) return false;
  const skip = skippableFrame.byteLength;
  const first = skip + zstdCompressSync(part).byteLength;
  return length === skip || length === first || length === first + skip;
}
