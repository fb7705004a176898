import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Statement } from '#core/advisory/feed-item.ts';
import { compareSign } from '#core/version/compare.ts';
import { openFeedFile, readHead } from '#scanners/feeds/feed-input.ts';
import { feeds, isFeedName, type FeedName } from '#scanners/feeds/index.ts';
import { mutations } from '../fixtures/mutations.ts';
import { feedFailure, runFixture } from '../fixtures/run-feed.ts';

const folder = join(import.meta.dirname, '../fixtures/feeds');
const fixture = (path: string) => readFileSync(join(folder, path));

const files: readonly (readonly [FeedName, string])[] = [
  ['debian-tracker', 'debian-tracker/data.json'],
  ['debian-announcements', 'debian-announcements/list'],
  ['debian-cve-list', 'debian-cve-list/list'],
  ['ubuntu-osv', 'ubuntu-osv/UBUNTU-CVE-2024-51988.json'],
  ['ubuntu-osv', 'ubuntu-osv/UBUNTU-CVE-2025-38094.json'],
  ['ubuntu-osv', 'ubuntu-osv/USN-7095-1.json'],
  ['ubuntu-vex', 'ubuntu-vex/CVE-2025-0167.json'],
  ['ubuntu-vex', 'ubuntu-vex/USN-7372-1.json'],
  ['ubuntu-notices', 'ubuntu-notices/notices.json'],
  ['ubuntu-notices', 'ubuntu-notices/recent.json'],
  ['alpine-secdb', 'alpine-secdb/main.json'],
  ['arch', 'arch/json.json'],
  ['freebsd-vuxml', 'freebsd-vuxml/vuln.xml'],
  ['osv', 'osv/PYSEC-2023-120.json'],
  ['osv', 'osv/PYSEC-2019-156.json'],
  ['osv', 'osv/DLA-0001-1.json'],
  ['redhat-vex', 'redhat-vex/cve-2023-6238.json'],
  ['redhat-vex', 'redhat-vex/cve-2024-24786.json'],
  ['redhat-vex', 'redhat-vex/cve-2026-90001.json'],
  ['redhat-advisories', 'redhat-advisories/rhsa-2023_7438.json'],
  ['redhat-repositories', 'redhat-repositories/repository-to-cpe.json'],
  ['almalinux', 'almalinux/errata.full.json'],
  ['rocky', 'rocky/page1.json'],
  ['oracle', 'oracle/com.oracle.elsa.xml'],
  ['updateinfo', 'updateinfo/rocky.xml'],
  ['updateinfo', 'updateinfo/amazon.xml'],
  ['updateinfo', 'updateinfo/several.xml'],
  ['suse-csaf', 'suse-csaf/suse-su-2015_0011-2.json'],
  ['suse-vex', 'suse-vex/cve-2026-90002.json'],
  ['suse-vex', 'suse-vex/cve-2023-47627.json'],
  ['msrc', 'msrc/2024-Mar.xml'],
  ['msrc', 'msrc/2026-Mar.json'],
  ['cisa-kev', 'cisa-kev/known_exploited_vulnerabilities.json'],
  ['cisa-kev', 'cisa-kev/known_exploited_vulnerabilities.csv'],
  ['epss', 'epss/epss_scores-2021-04-14.csv'],
  ['epss', 'epss/epss_scores-2021-09-01.csv'],
  ['epss', 'epss/epss_scores-2022-02-04.csv'],
  ['epss', 'epss/epss_scores-2023-03-07.csv'],
  ['nvd', 'nvd/nvdcve-2.0.json'],
  ['cve-list', 'cve-list/CVE-2024-3400.json'],
  ['cve-list', 'cve-list/CVE-2024-3094.json'],
  ['cve-list', 'cve-list/CVE-2024-3069.json'],
  ['endoflife', 'endoflife/products-full.json'],
  ['changelogs', 'changelogs/changelogs.json'],
];

/** Forms without an end mark: a file that ends with a whole line cannot be told from a shorter one. */
const isOpenEnded = (path: string) => path.endsWith('/list') || path.endsWith('.csv');

it('every registered feed is held against a file', () => {
  expect(Object.keys(feeds).filter((name) => !files.some(([feed]) => feed === name))).toEqual([]);
});

describe.each(files)('feed %s reading %s', (name, path) => {
  it('gives the items and the summary on record', async () => {
    const run = await runFixture(feeds[name], join(folder, path));
    await expect(`${JSON.stringify(run, null, 2)}\n`).toMatchFileSnapshot(
      join(folder, `${path}.golden.json`),
    );
  });

  it('gives only versions that can be compared, each statement once, and counts what it gives', async () => {
    const { items, summary } = await runFixture(feeds[name], join(folder, path));
    const statements = items.filter((item): item is Statement => item.kind === 'statement');
    const keys = statements.map((statement) => JSON.stringify({ ...statement, at: '' }));
    expect(new Set(keys).size).toBe(keys.length);
    expect(summary.records).toBe(items.length);
    for (const { fixed, introduced, scheme, status } of statements) {
      if (status !== 'fixed') expect(fixed).toBeNull();
      for (const version of [fixed, introduced])
        if (version !== null) expect(compareSign(scheme, version, version), version).toBe(0);
    }
  });

  it('is the only one that recognises it', async () => {
    const input = await openFeedFile({ fileName: path, receivedAt: 0, content: fixture(path) });
    const { head, name: document } = await readHead(input);
    const names = Object.keys(feeds).filter(isFeedName);
    expect(names.filter((feed) => feeds[feed].recognises(head, document))).toEqual([name]);
  });

  it('says so when it is cut off, empty or of another kind', async () => {
    const bytes = fixture(path);
    const step = Math.ceil(bytes.byteLength / 97);
    for (let length = 1; length < bytes.byteLength - 2; length += step) {
      if (isOpenEnded(path) && bytes[length - 1] === 0x0a) continue;
      const result = await feedFailure(feeds[name], bytes.subarray(0, length), path);
      expect(result, `${length} bytes`).toMatch(/^FEED_/);
    }
    expect(await feedFailure(feeds[name], '')).toBe('FEED_EMPTY');
    expect(await feedFailure(feeds[name], gzipSync(bytes).subarray(0, 60))).toBe('FEED_TRUNCATED');
    for (const other of [
      '<html></html>',
      '{}',
      '[]',
      'null',
      'a,b\n1,2\n',
      '\x89PNG\r\n\x1a\n',
      '{"data":[]}',
    ])
      expect(await feedFailure(feeds[name], other), other).toMatch(/^FEED_/);
  });

  it('ends with items or with an error of its own on 2,000 damaged copies', async () => {
    let failed = 0;
    for (const damaged of mutations(fixture(path), 2000)) {
      const result = await feedFailure(feeds[name], damaged, path);
      expect(result).toMatch(/^(no error|FEED_|XML_|JSON_|ENCODING_INVALID)/);
      if (result !== 'no error') failed += 1;
    }
    expect(failed).toBeGreaterThan(200);
  });
});
