import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentsOf, feedFixture, knownBy, moved, usePublishers } from '../../tests/fixtures/publisher.ts';
import type { Handler } from '../../tests/fixtures/publisher.ts';
import { runFeed } from '../../tests/fixtures/run-feed.ts';
import { feeds } from './index.ts';

const { place, serve, fetching } = usePublishers();

describe('an archive that a file names', () => {
  const name = 'csaf_vex_2026-11-22.tar.zst';
  const archive = Buffer.from('the archive');
  const sum = createHash('sha256').update(archive).digest('hex');
  const list = '/data/vex/archive_latest.txt';

  it('is fetched from the same folder and held against the sum beside it', async () => {
    const { at, asked } = await serve({
      [list]: `${name}\n`,
      [`/data/vex/${name}`]: archive,
      [`/data/vex/${name}.sha256`]: `${sum}  ${name}\n`,
    });
    const result = await fetching('redhat-vex', at(list));
    expect(result).toMatchObject({ kind: 'fetched', sha256: sum, verified: 'checksum', etag: '"v1"' });
    expect(result.kind === 'fetched' && readFileSync(result.path).equals(archive)).toBe(true);
    expect(new Set(asked)).toEqual(new Set([list, `/data/vex/${name}`, `/data/vex/${name}.sha256`]));
  });

  it('is taken without a sum where none is published, and refused with a wrong one', async () => {
    const paths = { [list]: name, [`/data/vex/${name}`]: archive };
    const without = await serve(paths);
    expect(await fetching('redhat-advisories', without.at(list))).toMatchObject({ verified: 'none' });
    const wrong = await serve({ ...paths, [`/data/vex/${name}.sha256`]: `${'0'.repeat(64)}  ${name}\n` });
    await expect(fetching('redhat-vex', wrong.at(list))).rejects.toMatchObject({ code: 'FEED_CHECKSUM' });
  });

  it('is left where the file that names it has not changed', async () => {
    const { at, asked } = await serve({
      [list]: (request, response) =>
        void response.writeHead(request.headers['if-none-match'] === '"v1"' ? 304 : 200).end(name),
    });
    const known = { etag: '"v1"', lastModified: null };
    expect(await fetching('redhat-vex', at(list), { known })).toEqual({ kind: 'not-modified' });
    expect(asked).toEqual([list]);
  });

  it.each([
    'https://other.example/csaf.tar.zst',
    '//other.example/csaf.tar.zst',
    '../secret.tar.zst',
    'folder/csaf.tar.zst',
    '..tar.zst',
    'csaf.exe',
    'a.tar.zst\nb.tar.zst',
    '<html></html>',
    '',
  ])('is refused by the name %j', async (text) => {
    const { at, asked } = await serve({ [list]: text });
    await expect(fetching('redhat-vex', at(list))).rejects.toMatchObject({ code: 'FEED_REFUSED' });
    expect(asked).toEqual([list]);
  });

  it('is never followed to another host', async () => {
    const other = await serve({ '/stolen': archive });
    const { at } = await serve({ [list]: name, [`/data/vex/${name}`]: moved(other.at('/stolen')) });
    await expect(fetching('redhat-vex', at(list))).rejects.toThrow('it redirects to another host');
    expect(other.asked).toEqual([]);
  });

  it('stops at the limits of the list and of the archive', async () => {
    const long = await serve({ [list]: 'x'.repeat(5000) });
    await expect(fetching('redhat-vex', long.at(list))).rejects.toMatchObject({ code: 'FEED_TOO_LARGE' });
    const large = await serve({ [list]: name, [`/data/vex/${name}`]: archive });
    await expect(fetching('redhat-vex', large.at(list), { maxBytes: 5 })).rejects.toMatchObject({
      code: 'FEED_TOO_LARGE',
    });
  });

  it('is fetched as any file from a mirror’s own address', async () => {
    const { at } = await serve({ '/mirror/vex.tar.zst': archive });
    expect(await fetching('redhat-vex', at('/mirror/vex.tar.zst'))).toMatchObject({ sha256: sum });
    await expect(fetching('redhat-vex', at(list))).rejects.toMatchObject({ code: 'FEED_REFUSED' });
    await expect(fetching('redhat-vex', 'nonsense')).rejects.toMatchObject({ code: 'FEED_REFUSED' });
  });
});

describe('the months that a list of updates names', () => {
  const march = feedFixture('msrc/2024-Mar.xml');
  const list = (months: readonly (readonly [string, string])[]) =>
    JSON.stringify({ value: months.map(([ID, at]) => ({ ID, Alias: ID, CurrentReleaseDate: at })) });
  const two = list([
    ['2024-Mar', '2024-03-20T07:00:00Z'],
    ['Edge Stable Channel', '2024-03-29T07:00:00Z'],
    ['2024-Feb', '2024-03-28T07:00:00Z'],
  ]);

  it('are one file that the feed reads, oldest change first', async () => {
    const { at, asked } = await serve({
      '/cvrf/v3.0/updates': two,
      '/cvrf/v3.0/cvrf/2024-Mar': march,
      '/cvrf/v3.0/cvrf/2024-Feb': march,
    });
    const result = await fetching('msrc', at('/cvrf/v3.0/updates'));
    const documents = await documentsOf(result);
    expect(Object.keys(documents)).toEqual(['2024-Mar', '2024-Feb']);
    expect(documents['2024-Mar']).toBe(march.toString('utf8'));
    expect(asked).toEqual(['/cvrf/v3.0/updates', '/cvrf/v3.0/cvrf/2024-Mar', '/cvrf/v3.0/cvrf/2024-Feb']);
    expect(readdirSync(place.folder)).toEqual(['msrc.tar.zst']);
    const bytes = result.kind === 'fetched' ? readFileSync(result.path) : Buffer.alloc(0);
    expect(result).toMatchObject({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.byteLength,
    });
    const { summary } = await runFeed(feeds.msrc, bytes, 'msrc.tar.zst');
    expect(summary.records).toBeGreaterThan(0);
  });

  it('are the same bytes of the same documents', async () => {
    const { at } = await serve({
      '/updates': list([['2024-Mar', '2024-03-20T07:00:00Z']]),
      '/cvrf/2024-Mar': march,
    });
    const first = await fetching('msrc', at('/updates'));
    expect(await fetching('msrc', at('/updates'))).toEqual(first);
  });

  it('are fetched later only where they changed', async () => {
    const { at } = await serve({
      '/updates': two,
      '/cvrf/2024-Mar': march,
      '/cvrf/2024-Feb': march,
    });
    const first = await fetching('msrc', at('/updates'));
    expect(await fetching('msrc', at('/updates'), knownBy(first))).toEqual({ kind: 'not-modified' });
    const known = { etag: 'changed 2024-03-20T07:00:00.000Z', lastModified: null };
    const later = await fetching('msrc', at('/updates'), { known });
    expect(Object.keys(await documentsOf(later))).toEqual(['2024-Feb']);
  });

  it.each([
    ['<html></html>', 'FEED_REFUSED'],
    ['{"value":[]}', 'FEED_REFUSED'],
    ['{"value":[{"ID":"../../x","CurrentReleaseDate":"2024-03-20T07:00:00Z"}]}', 'FEED_REFUSED'],
    ['{"value":[{"ID":"2024-Mar","CurrentReleaseDate":"soon"}]}', 'FEED_REFUSED'],
    ['{"__proto__":{"value":[]}}', 'FEED_REFUSED'],
    [' '.repeat(4 * 1024 * 1024 + 1), 'FEED_TOO_LARGE'],
  ])('are refused by a list such as %.60j', async (text, code) => {
    const { at } = await serve({ '/updates': text });
    await expect(fetching('msrc', at('/updates'))).rejects.toMatchObject({ code });
  });

  it('are none when one of them is missing, too large or elsewhere', async () => {
    const missing = await serve({ '/updates': two, '/cvrf/2024-Mar': march });
    await expect(fetching('msrc', missing.at('/updates'))).rejects.toMatchObject({ code: 'FEED_REFUSED' });
    const paths = { '/updates': two, '/cvrf/2024-Mar': march, '/cvrf/2024-Feb': march };
    const { at } = await serve(paths);
    await expect(fetching('msrc', at('/updates'), { maxBytes: 100 })).rejects.toMatchObject({
      code: 'FEED_TOO_LARGE',
    });
    const other = await serve({ '/cvrf/2024-Feb': march });
    const away = await serve({ ...paths, '/cvrf/2024-Feb': moved(other.at('/cvrf/2024-Feb')) });
    await expect(fetching('msrc', away.at('/updates'))).rejects.toThrow('another host');
    expect(existsSync(join(place.folder, 'msrc.tar.zst'))).toBe(false);
  });

  it('are none when they fit one by one and not together', async () => {
    const noise = (seed: string) => createHash('sha512').update(seed).digest();
    const { at } = await serve({
      '/updates': two,
      '/cvrf/2024-Mar': noise('a'),
      '/cvrf/2024-Feb': noise('b'),
    });
    await expect(fetching('msrc', at('/updates'), { maxBytes: 150 })).rejects.toThrow('bytes packed');
    expect(existsSync(join(place.folder, 'msrc.tar.zst'))).toBe(false);
  });
});

describe('the pages of a list of advisories', () => {
  const advisory = JSON.parse(feedFixture('rocky/page1.json').toString('utf8')).advisories[0];
  const page = (count: number, total: number, changed = '2026-11-22T10:00:00Z') =>
    JSON.stringify({ advisories: Array(count).fill(advisory), total, last_updated_at: changed });
  const at = (number: number) => `/api/v3/advisories/?page=${number}&size=100`;

  it('are one file that the feed reads', async () => {
    const server = await serve({ [at(1)]: page(2, 5), [at(2)]: page(2, 5), [at(3)]: page(1, 5) });
    const result = await fetching('rocky', server.at('/api/v3/advisories/'));
    expect(Object.keys(await documentsOf(result))).toEqual([
      'page-0001.json',
      'page-0002.json',
      'page-0003.json',
    ]);
    expect(readdirSync(place.folder)).toEqual(['rocky.tar.zst']);
    const bytes = readFileSync(join(place.folder, 'rocky.tar.zst'));
    expect((await runFeed(feeds.rocky, bytes, 'rocky.tar.zst')).summary.records).toBeGreaterThan(0);
    expect(await fetching('rocky', server.at('/api/v3/advisories/'), knownBy(result))).toEqual({
      kind: 'not-modified',
    });
  });

  it('are read again from the start when the list changes in between', async () => {
    const later = '2026-11-22T10:00:05Z';
    let reading = 0;
    const first: Handler = (_request, response) => {
      reading += 1;
      response.end(reading === 1 ? page(2, 3) : page(2, 4, later));
    };
    const server = await serve({ [at(1)]: first, [at(2)]: page(2, 4, later) });
    const result = await fetching('rocky', server.at('/api/v3/advisories/'));
    expect(result).toMatchObject({ etag: `changed ${later}` });
    expect(server.asked).toEqual([at(1), at(2), at(1), at(2)]);
    const restless = await serve({ [at(1)]: page(2, 4), [at(2)]: page(2, 4, later) });
    await expect(fetching('rocky', restless.at('/api/v3/advisories/'))).rejects.toThrow(
      'its list changes while it is read',
    );
  });

  it.each([
    ['fewer advisories than it says', { [at(1)]: page(2, 4), [at(2)]: page(0, 4) }],
    ['status 404', { [at(1)]: page(2, 4) }],
    ['how many advisories there are', { [at(1)]: '{"advisories":[]}' }],
    ['not JSON', { [at(1)]: '<html></html>' }],
  ])('are none with: %s', async (why, paths) => {
    const server = await serve(paths);
    await expect(fetching('rocky', server.at('/api/v3/advisories/'))).rejects.toThrow(why);
    expect(existsSync(join(place.folder, 'rocky.tar.zst'))).toBe(false);
  });

  it('are left alone when the address names one', async () => {
    const server = await serve({ '/api/v3/advisories/?page=2': page(1, 9) });
    const result = await fetching('rocky', server.at('/api/v3/advisories/?page=2'));
    expect(result).toMatchObject({ bytes: page(1, 9).length });
  });
});
