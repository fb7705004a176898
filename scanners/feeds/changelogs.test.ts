import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { compareSign } from '#core/version/compare.ts';
import { buildDeb, buildTar } from '../../tests/fixtures/build-deb.ts';
import { feedFailure, runFeed } from '../../tests/fixtures/run-feed.ts';
import { changelogBetween, readChangelog } from './changelog-cves.ts';
import { changelogDocument } from './changelog-document.ts';
import { feeds } from './index.ts';
import { readDebChangelog, readDebChangelogs } from './read-deb-changelog.ts';

const text = `example (1:2.0-1+deb12u3) bookworm-security; urgency=high

  * CVE-2026-1003: overflow. Completes the fix of CVE-2026-1002.
  * Closes: #1 (CVE-2026-1003)

 -- A Maintainer <a@example.org>  Mon, 02 Nov 2026 10:30:00 +0100

example (1:2.0-1+deb12u2) bookworm; urgency=medium, binary-only=yes

  * Fix CVE-2026-1002 and CVE-2026-10010.

 -- A Maintainer <a@example.org>  once upon a time

old-name (1:2.0-1) unstable; urgency=low

  * New release, CVE-2025-0001.

 -- A Maintainer <a@example.org>  Sun, 01 Mar 2026 00:00:00 +0000
`;

describe('a changelog', () => {
  it('gives its entries with their CVE ids, each once', () => {
    expect(readChangelog(`Changes:\n${text}`)).toEqual([
      {
        source: 'example',
        version: '1:2.0-1+deb12u3',
        urgency: 'high',
        cves: ['CVE-2026-1003', 'CVE-2026-1002'],
        at: Date.UTC(2026, 10, 2, 9, 30),
      },
      {
        source: 'example',
        version: '1:2.0-1+deb12u2',
        urgency: 'medium',
        cves: ['CVE-2026-1002', 'CVE-2026-10010'],
        at: null,
      },
      {
        source: 'old-name',
        version: '1:2.0-1',
        urgency: 'low',
        cves: ['CVE-2025-0001'],
        at: Date.UTC(2026, 2, 1),
      },
    ]);
    expect(readChangelog('nothing of the kind\n')).toEqual([]);
  });

  it('says what lies between two versions by Debian order', () => {
    const entries = readChangelog(text);
    expect(changelogBetween(entries, '1:2.0-1', '1:2.0-1+deb12u2')).toEqual({
      versions: ['1:2.0-1+deb12u2'],
      cves: ['CVE-2026-1002', 'CVE-2026-10010'],
      urgencies: ['medium'],
    });
    expect(changelogBetween(entries, '1:2.0-1+deb12u3', '1:2.0-1+deb12u3').versions).toEqual([]);
    expect(changelogBetween(entries, '9', '1:2.0-1+deb12u3').cves).toHaveLength(4);
    expect(changelogBetween(entries, 'not a version', '1:9').versions).toEqual([]);
  });

  it('is read in time that grows with its length alone', () => {
    const lines = [
      `a (1) ${'; '.repeat(50_000)}`,
      `a (${'1'.repeat(100_000)}`,
      `${'x '.repeat(100_000)}(1) b; urgency=low`,
    ];
    const started = performance.now();
    readChangelog(Array.from({ length: 20 }, () => lines.join('\n')).join('\n'));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('the document of changelogs', () => {
  it('counts an entry from the lowest version above it: a backport holds what it was made from', () => {
    const backport = [
      ['7.0.15-1~deb12u2', 'CVE-2026-0002'],
      ['7.0.15-1~deb12u1', 'nothing'],
      ['7.0.15-1', 'CVE-2023-41056'],
      ['7.0.14-1', 'CVE-2023-0001'],
    ]
      .map(([version, cve]) => `redis (${version}) x; urgency=low\n\n  * ${cve}\n`)
      .join('\n');
    const origin = { name: 'a.deb', ecosystem: 'debian' as const, release: 'bookworm' };
    const { document } = changelogDocument([{ ...origin, text: backport }], { source: 'm', publishedAt: 0 });
    expect(document.entries.map(({ version, cves }) => [version, ...cves])).toEqual([
      ['7.0.15-1~deb12u2', 'CVE-2026-0002'],
      ['7.0.15-1~deb12u1', 'CVE-2023-41056'],
      ['7.0.14-1', 'CVE-2023-0001'],
    ]);
  });

  const make = (more: string[] = []) =>
    changelogDocument(
      [text, ...more].map((one, index) => ({
        name: `${index}.deb`,
        ecosystem: 'debian' as const,
        release: 'bookworm',
        text: one,
      })),
      { source: 'mirror.example', publishedAt: Date.UTC(2026, 10, 23) },
    );

  it('holds each entry of a source once, under the name it has now', () => {
    const { document, unread } = make([text, 'no changelog']);
    expect(document.entries.map(({ source, version }) => [source, version])).toEqual([
      ['example', '1:2.0-1+deb12u3'],
      ['example', '1:2.0-1+deb12u2'],
      ['example', '1:2.0-1'],
    ]);
    expect(document.entries[0]?.released).toBe('2026-11-02T09:30:00.000Z');
    expect(unread).toEqual(['2.deb']);
  });

  it('read as a feed finds for every installed version what the changelog names above it', async () => {
    const cve = fc.integer({ min: 1000, max: 1006 }).map((number) => `CVE-2026-${number}`);
    const entry = fc.array(cve, { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 8 }), async (lists) => {
        const written = lists
          .map(
            (cves, index) =>
              `p (1.${lists.length - index}-1) sid; urgency=low\n\n  * ${cves.join(' ')}\n\n -- x\n`,
          )
          .join('\n');
        const input = [{ name: 'p', ecosystem: 'debian' as const, release: 'sid', text: written }];
        const { document } = changelogDocument(input, { source: 'x', publishedAt: 0 });
        if (document.entries.length === 0) return;
        const { items } = await runFeed(feeds.changelogs, JSON.stringify(document), 'c.json');
        for (let installed = 0; installed <= lists.length; installed += 1) {
          const version = `1.${installed}-1`;
          const found = items.filter(
            (item) => item.kind === 'statement' && compareSign('deb', item.fixed ?? '', version) === 1,
          );
          const expected = changelogBetween(readChangelog(written), version, `1.${lists.length}-1`).cves;
          expect(found.map((item) => item.kind === 'statement' && item.vulnerability).sort()).toEqual(
            [...expected].sort(),
          );
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('feed changelogs', () => {
  const folder = join(import.meta.dirname, '../../tests/fixtures/feeds/changelogs');
  const bytes = readFileSync(join(folder, 'changelogs.json'));

  it('is told by its schema', () => {
    expect(feeds.changelogs.recognises(bytes.toString(), 'x')).toBe(true);
    expect(feeds.changelogs.recognises('{"schema":"patchproofXchangelogs"}', 'x')).toBe(false);
  });

  it('refuses what is not as described, with the field', async () => {
    const put = (from: string, to: string) => bytes.toString().replace(from, to);
    for (const [from, to] of [
      ['"version": 1', '"version": 2'],
      ['"patchproof.changelogs"', '"other"'],
      ['"debian"', '"gentoo"'],
      ['CVE-2026-1003', 'CVE-26-1'],
      ['"released": null', '"released": "2026-11-02"'],
      ['"publishedAt"', '"published"'],
      ['1:2.0-1+deb12u2', 'a:b c'],
    ] as const)
      expect(await feedFailure(feeds.changelogs, put(from, to)), to).toBe('FEED_INVALID');
    await expect(runFeed(feeds.changelogs, put('CVE-2026-1003', 'CVE-26-1'), 'x')).rejects.toThrow(
      '$.entries[0].cves.0',
    );
  });
});

describe('the changelog in a Debian package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deb-changelog-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = (deb: Uint8Array) => {
    const path = join(folder, 'package.deb');
    writeFileSync(path, deb);
    return readDebChangelog(path);
  };
  const debian = { './usr/share/doc/example/changelog.Debian.gz': gzipSync(text) };

  it('is found in each way of packing', async () => {
    const tar = await buildTar({ './usr/bin/example': 'x'.repeat(100_000), ...debian });
    expect(await read(buildDeb('data.tar', tar))).toBe(text);
    expect(await read(buildDeb('data.tar.gz', gzipSync(tar)))).toBe(text);
    expect(await read(buildDeb('data.tar.zst', zstdCompressSync(tar)))).toBe(text);
  });

  it('is taken from many packages, and those without one are named', async () => {
    const paths = ['a.deb', 'b.deb'].map((name) => join(folder, name));
    const content = [debian, { './usr/bin/b': 'b' }];
    for (const [index, path] of paths.entries())
      writeFileSync(path, buildDeb('data.tar', await buildTar(content[index] ?? {})));
    const origin = { ecosystem: 'debian', release: 'bookworm' } as const;
    expect(await readDebChangelogs(paths, origin)).toEqual({
      changelogs: [{ name: 'a.deb', ...origin, text }],
      without: ['b.deb'],
    });
  });

  it('is the native one only where that is Debian’s, not the upstream’s', async () => {
    const only = async (content: string) =>
      read(
        buildDeb('data.tar', await buildTar({ './usr/share/doc/example/changelog.gz': gzipSync(content) })),
      );
    expect(await only(text)).toBe(text);
    expect(await only(`Version 2.0\n\n${text}`)).toBeNull();
    const both = await buildTar({
      './usr/share/doc/example/changelog.gz': gzipSync(text.replace('example', 'other')),
      ...debian,
    });
    expect(await read(buildDeb('data.tar', both))).toBe(text);
  });

  it('of a package that is none, damaged or cut off is an error', async () => {
    const deb = buildDeb('data.tar.gz', gzipSync(await buildTar({ './x': 'y'.repeat(3000), ...debian })));
    expect(await read(deb)).toBe(text);
    for (let length = 8; length < deb.byteLength - 1; length += 7)
      await expect(read(deb.subarray(0, length)), `${length} bytes`).rejects.toMatchObject({
        code: expect.stringMatching(/^FEED_(TRUNCATED|INVALID)$/),
      });
    const cut = (await buildTar({ './x': 'y'.repeat(3000), ...debian })).subarray(0, 2000);
    await expect(read(buildDeb('data.tar', cut))).rejects.toMatchObject({ code: 'FEED_TRUNCATED' });
    await expect(read(Buffer.from('not a package'))).rejects.toMatchObject({ code: 'FEED_INVALID' });
    const damaged = { './usr/share/doc/example/changelog.Debian.gz': 'not gzip' };
    await expect(read(buildDeb('data.tar', await buildTar(damaged)))).rejects.toMatchObject({
      code: 'FEED_INVALID',
    });
    const bomb = { './usr/share/doc/example/changelog.Debian.gz': gzipSync(Buffer.alloc(70 * 1024 * 1024)) };
    await expect(read(buildDeb('data.tar', await buildTar(bomb)))).rejects.toMatchObject({
      code: 'FEED_INVALID',
    });
    await expect(readDebChangelog(join(folder, 'absent.deb'))).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
  });
});
