import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { documentsOf, feedFixture, knownBy, moved, usePublishers } from '../../tests/fixtures/publisher.ts';
import type { Answer } from '../../tests/fixtures/publisher.ts';
import { runFeed } from '../../tests/fixtures/run-feed.ts';
import { feeds } from './index.ts';

const { place, serve, fetching } = usePublishers();

describe('the advisories that the index of a repository names', () => {
  const info = gzipSync(feedFixture('updateinfo/amazon.xml'));
  const sum = createHash('sha256').update(info).digest('hex');
  const href = `repodata/${sum}-updateinfo.xml.gz`;
  const index = (name: string, checksum = sum, type = 'sha256') => `<?xml version="1.0" encoding="UTF-8"?>
<repomd xmlns="http://linux.duke.edu/metadata/repo" xmlns:rpm="http://linux.duke.edu/metadata/rpm">
  <data type="primary"><checksum type="sha256">${'0'.repeat(64)}</checksum><location href="repodata/p.xml.gz"/></data>
  <data type="updateinfo">
    <checksum type="${type}">${checksum}</checksum>
    <open-checksum type="sha256">${'1'.repeat(64)}</open-checksum>
    <location href="${name}"/>
  </data>
  <data type="updateinfo_zck"><checksum type="sha256">${'2'.repeat(64)}</checksum><location href="repodata/x.zck"/></data>
</repomd>`;
  const repomd = '/core/repodata/repomd.xml';

  it('are fetched with the sum that stands there, and again only when that is another', async () => {
    const { at, asked } = await serve({ [repomd]: index(href), [`/core/${href}`]: info });
    const result = await fetching('updateinfo', at(repomd));
    expect(result).toMatchObject({ kind: 'fetched', sha256: sum, verified: 'checksum' });
    expect(Object.values(await documentsOf(result))[0]).toContain('<updates');
    expect(await fetching('updateinfo', at(repomd), knownBy(result))).toEqual({ kind: 'not-modified' });
    expect(asked).toEqual([repomd, `/core/${href}`, repomd]);
  });

  it('are found through the list of mirrors of Amazon, on its own host', async () => {
    const list = '/al2023/core/mirrors/latest/x86_64/mirror.list';
    const paths: Record<string, Answer> = { [repomd]: index(href), [`/core/${href}`]: info };
    const { at } = await serve(paths);
    paths[list] = `https://elsewhere.example/core/\n${at('/core')}\n`;
    expect(await fetching('updateinfo', at(list))).toMatchObject({ sha256: sum, verified: 'checksum' });
    paths[list] = 'https://elsewhere.example/core/\n';
    await expect(fetching('updateinfo', at(list))).rejects.toThrow('no mirror on the same host');
  });

  it.each([
    ['another sum', index(href, '3'.repeat(64)), 'FEED_CHECKSUM'],
    ['no SHA-256 sum', index(href, 'abc', 'sha'), 'FEED_REFUSED'],
    ['a file elsewhere', index('https://elsewhere.example/updateinfo.xml.gz'), 'FEED_REFUSED'],
    ['a file above', index('repodata/../../updateinfo.xml.gz'), 'FEED_REFUSED'],
    ['no such file', index(href).replaceAll('"updateinfo"', '"other"'), 'FEED_REFUSED'],
    ['no XML', 'Moved', 'FEED_REFUSED'],
    ['entities of its own', `<!DOCTYPE a [<!ENTITY b "c">]>${index(href)}`, 'XML_DTD_FORBIDDEN'],
  ])('are refused by an index with %s', async (_case, text, code) => {
    const { at } = await serve({ [repomd]: text, [`/core/${href}`]: info });
    await expect(fetching('updateinfo', at(repomd))).rejects.toMatchObject({ code });
    expect(readdirSync(place.folder)).toEqual([]);
  });
});

describe('the years and changes of the NVD', () => {
  const feed = feedFixture('nvd/nvdcve-2.0.json');
  const packed = gzipSync(feed);
  const sum = createHash('sha256').update(feed).digest('hex').toUpperCase();
  const meta = (changed: string, sha256 = sum) =>
    `lastModifiedDate:${changed}\r\nsize:${feed.byteLength}\r\nzipSize:1\r\ngzSize:1\r\nsha256:${sha256}\r\n`;
  const start = '/nvdcve-2.0-modified.meta';
  const paths: Record<string, Answer> = {
    [start]: meta('2026-11-22T10:00:00-05:00'),
    '/nvdcve-2.0-modified.json.gz': packed,
    '/nvdcve-2.0-2002.meta': meta('2026-11-20T03:00:00-05:00'),
    '/nvdcve-2.0-2002.json.gz': packed,
    '/nvdcve-2.0-2003.meta': meta('2026-11-22T03:00:00-05:00'),
    '/nvdcve-2.0-2003.json.gz': packed,
  };

  it('come all at first, then the changes alone, then nothing', async () => {
    const { at, asked } = await serve(paths);
    const first = await fetching('nvd', at(start));
    expect(Object.keys(await documentsOf(first))).toEqual(['nvdcve-2.0-2002.json', 'nvdcve-2.0-2003.json']);
    expect(first).toMatchObject({ verified: 'checksum', etag: 'changed 2026-11-22T08:00:00.000Z' });
    expect(readdirSync(place.folder)).toEqual(['nvd.tar.zst']);
    const bytes = first.kind === 'fetched' ? readFileSync(first.path) : Buffer.alloc(0);
    expect((await runFeed(feeds.nvd, bytes, 'nvd.tar.zst')).summary.records).toBeGreaterThan(0);
    const later = await fetching('nvd', at(start), knownBy(first));
    expect(Object.keys(await documentsOf(later))).toEqual(['nvdcve-2.0-modified.json']);
    asked.length = 0;
    expect(await fetching('nvd', at(start), knownBy(later))).toEqual({ kind: 'not-modified' });
    expect(asked).toEqual([start]);
  });

  it('come all again when more was missed than the changes hold', async () => {
    const { at } = await serve(paths);
    const known = { etag: 'changed 2026-11-14T10:00:00.000Z', lastModified: null };
    expect(Object.keys(await documentsOf(await fetching('nvd', at(start), { known })))).toHaveLength(2);
  });

  it.each([
    [
      'another sum',
      { '/nvdcve-2.0-2003.meta': meta('2026-11-22T03:00:00-05:00', 'A'.repeat(64)) },
      'FEED_CHECKSUM',
    ],
    ['a cut file', { '/nvdcve-2.0-2002.json.gz': packed.subarray(0, 90) }, 'FEED_CHECKSUM'],
    ['no date', { '/nvdcve-2.0-2002.meta': 'sha256:00' }, 'FEED_REFUSED'],
    ['no year', { '/nvdcve-2.0-2002.meta': moved('/gone') }, 'FEED_REFUSED'],
  ])('are refused with %s', async (_case, changes, code) => {
    const { at } = await serve({ ...paths, ...changes });
    await expect(fetching('nvd', at(start))).rejects.toMatchObject({ code });
    expect(readdirSync(place.folder)).toEqual([]);
  });
});

describe('the pages of a list of notices', () => {
  const [notice] = JSON.parse(feedFixture('ubuntu-notices/notices.json').toString('utf8')).notices;
  const page = (days: readonly number[], total: number) =>
    JSON.stringify({
      notices: days.map((day) => ({
        ...notice,
        id: `USN-${9000 + day}-1`,
        published: `2026-11-${String(day).padStart(2, '0')}T10:00:00.5`,
      })),
      limit: 20,
      offset: 0,
      total_results: total,
    });
  const at = (offset: number) => `/security/notices.json?limit=20&offset=${offset}`;
  const start = '/security/notices.json';
  const paths = { [at(0)]: page([22, 21], 5), [at(20)]: page([20, 19], 5), [at(40)]: page([18], 5) };

  it('come all at first, later up to what is known, then none', async () => {
    const { at: on, asked } = await serve(paths);
    const first = await fetching('ubuntu-notices', on(start));
    expect(Object.keys(await documentsOf(first))).toEqual([0, 1, 2].map((n) => `notices-000${n}.json`));
    const bytes = first.kind === 'fetched' ? readFileSync(first.path) : Buffer.alloc(0);
    const { items } = await runFeed(feeds['ubuntu-notices'], bytes, 'notices.tar.zst');
    expect(items.filter(({ kind }) => kind === 'advisory')).toHaveLength(5);
    expect(readdirSync(place.folder)).toEqual(['ubuntu-notices.tar.zst']);
    asked.length = 0;
    expect(await fetching('ubuntu-notices', on(start), knownBy(first))).toEqual({ kind: 'not-modified' });
    const known = { etag: 'published 2026-11-20T10:00:00.500Z', lastModified: null };
    const later = await fetching('ubuntu-notices', on(start), { known });
    expect(Object.keys(await documentsOf(later))).toHaveLength(2);
    expect(asked).toEqual([at(0), at(0), at(20)]);
  });

  it.each([
    ['ends early', { [at(40)]: page([], 5) }, 'FEED_REFUSED'],
    ['changes while it is read', { [at(20)]: page([20, 19], 6) }, 'FEED_REFUSED'],
    ['does not say how many', { [at(0)]: '{"notices":[]}' }, 'FEED_REFUSED'],
  ])('are refused where the list %s', async (_case, changes, code) => {
    const { at: on } = await serve({ ...paths, ...changes });
    await expect(fetching('ubuntu-notices', on(start))).rejects.toMatchObject({ code });
    expect(readdirSync(place.folder)).toEqual([]);
  });
});
