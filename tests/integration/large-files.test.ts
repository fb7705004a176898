import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { listFeeds } from '#lib/server/feeds/list-feeds.ts';
import { receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { withUpload } from '#lib/server/http/spooled-upload.ts';
import { importFile } from '#lib/server/imports/import-file.ts';
import { verifyEvidence } from '#lib/server/read-documents/verify-evidence.ts';
import { buildZip } from '../fixtures/build-zip.ts';
import { makeSite, readEverything, rootDir } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const MIB = 1024 * 1024;
const kev = readFileSync(join(rootDir, 'tests/fixtures/feeds/cisa-kev/known_exploited_vulnerabilities.json'));

let site: TestSite;
let app: App;
let home: string;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'patchproof-large-'));
  site = makeSite(Date.parse('2026-11-20T08:00:00.000Z'));
  app = await site.open();
});

afterEach(async () => {
  await app.close();
  site.remove();
  rmSync(home, { recursive: true, force: true });
});

const head = () => app.store.log.head().seq;
const feedFile = (content: string | Buffer) =>
  ({ content, fileName: 'kev', feed: null, mode: 'keep', origin: null }) as const;

/** Blanks that pack to a quarter only. */
function blanks(bytes: number): Buffer {
  const kinds = Buffer.from(' \n\t\r');
  return randomBytes(bytes).map((byte) => kinds[byte & 3] ?? 0) as Buffer;
}

/** A file of more bytes than may be read, none of them on the disk. */
function hugeFile(): string {
  const path = join(home, 'huge');
  writeFileSync(path, '{');
  truncateSync(path, 2048 * MIB + 1);
  return path;
}

describe('the file of a feed that is larger than a part of the store', () => {
  it.each([
    ['as it is', Buffer.concat([kev, Buffer.alloc(17 * MIB, ' ')])],
    // Its directory stands at the end, so it is read from there and then anywhere.
    ['in an archive', buildZip([{ name: 'kev.json', content: Buffer.concat([kev, blanks(36 * MIB)]) }])],
  ])('%s is read from a path, kept in parts, applied, and read back by a rebuild', async (_form, content) => {
    const path = join(home, 'kev');
    writeFileSync(path, content);
    const receipt = await receiveFeed(app, localOperator, feedFile(path));
    expect(receipt.result).toBe('imported');
    await app.warehouse.catchUp();
    expect(site.reports).toEqual([]);
    const { rows } = await listFeeds(app, localOperator, {});
    expect(rows.find(({ feed }) => feed === 'cisa-kev')).toMatchObject({
      last: { records: receipt.records },
    });
    expect(verifyEvidence(app, localOperator)).toMatchObject({ ok: true });
    const kept = await readEverything(app, {});
    await app.warehouse.rebuild();
    expect(await readEverything(app, {})).toEqual(kept);
    expect(site.reports).toEqual([]);
    const before = head();
    expect(await receiveFeed(app, localOperator, feedFile(path))).toEqual({
      ...receipt,
      result: 'already-imported',
    });
    expect(head()).toBe(before);
  });
});

describe('a file past the limit', () => {
  it('is refused before it is read, as feed and as report', async () => {
    const path = hugeFile();
    const before = head();
    const refused = { code: 'FILE_TOO_LARGE', status: 413 };
    await expect(receiveFeed(app, localOperator, feedFile(path))).rejects.toMatchObject(refused);
    const report = { content: path, fileName: 'huge.nessus', format: null, mode: 'keep' } as const;
    await expect(importFile(app, localOperator, report)).rejects.toMatchObject(refused);
    expect(head()).toBe(before);
  });
});

describe('an upload', () => {
  const leftovers = () => readdirSync(app.dataDir.file('tmp')).filter((name) => name.startsWith('upload-'));
  const post = (body: ReadableStream<Uint8Array>) =>
    new Request('http://127.0.0.1/', { method: 'POST', body, duplex: 'half' } as RequestInit);

  it('that breaks off leaves nothing', async () => {
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(new Uint8Array(MIB));
        controller.error(new Error('socket closed'));
      },
    });
    const work = () => Promise.reject(new Error('must not begin'));
    await expect(withUpload(app, post(broken), work)).rejects.toMatchObject({ code: 'UPLOAD_TRUNCATED' });
    expect(leftovers()).toEqual([]);
  });

  it('that is refused leaves nothing', async () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(kev.subarray(0, kev.length / 2));
        controller.close();
      },
    });
    const before = head();
    const work = ({ path }: { path: string }) => receiveFeed(app, localOperator, feedFile(path));
    await expect(withUpload(app, post(body), work)).rejects.toMatchObject({ code: 'FEED_TRUNCATED' });
    expect(leftovers()).toEqual([]);
    expect(head()).toBe(before);
  });
});
