import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { feeds } from '#scanners/feeds/index.ts';
import { reportImporters } from '#scanners/importers/reports.ts';
import type { Command } from '../command.ts';
import type { CliContext } from '../context.ts';
import { feedsCheck } from './feeds-check.ts';
import { feedsFetch } from './feeds-fetch.ts';
import { feedsList } from './feeds-list.ts';
import { reportsCheck } from './reports-check.ts';

const folder = mkdtempSync(join(tmpdir(), 'check-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fixtures = new URL('../../../tests/fixtures/', import.meta.url).pathname;
const catalogue = `${fixtures}feeds/cisa-kev/known_exploited_vulnerabilities.json`;
const nessus = `${fixtures}importers/nessus/issue_6992.nessus`;

/** What a command prints; `lines` may be parsed one by one. */
async function run(command: Command, argv: readonly string[]) {
  let stdout = '';
  const context: CliContext = {
    env: {},
    rootDir: new URL('../../..', import.meta.url).pathname,
    now: () => Date.parse('2026-05-10T08:00:00.000Z'),
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: () => expect.unreachable('nothing is printed on standard error') },
    readStdin: async () => '',
    interruptSignal: () => new AbortController().signal,
  };
  const exitCode = await command.execute('check', argv, context).catch((error: unknown) => {
    expect(stdout, 'nothing is printed of a file that is refused').toBe('');
    throw error;
  });
  return { exitCode, stdout, lines: stdout.split('\n').filter((line) => line !== '') };
}

function written(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe('feeds list', () => {
  it('names every registered feed once, with where it is published', async () => {
    const { stdout } = await run(feedsList, ['--json']);
    const { rows } = JSON.parse(stdout);
    expect(rows.map(({ name }: { name: string }) => name)).toEqual(Object.keys(feeds));
    expect(rows).toContainEqual(
      expect.objectContaining({ name: 'cisa-kev', licence: expect.stringMatching(/CC0/) }),
    );
  });
});

describe('feeds check', () => {
  it('tells the feed from the content, packed or not, and counts what it holds', async () => {
    const packed = written('renamed.bin', gzipSync(readFileSync(catalogue)));
    const { stdout, exitCode } = await run(feedsCheck, ['--json', catalogue, packed]);
    const expected = {
      feed: 'cisa-kev',
      publishedAt: '2025-08-25T17:04:19.979Z',
      records: 12,
      kinds: { kev: 12 },
      skipped: [],
    };
    expect(JSON.parse(stdout).files).toEqual([
      expect.objectContaining({ ...expected, file: 'known_exploited_vulnerabilities.json' }),
      expect.objectContaining({ ...expected, file: 'renamed.bin' }),
    ]);
    expect(exitCode).toBe(0);
  });

  it('prints every record as a line with --items', async () => {
    const { lines } = await run(feedsCheck, ['--items', catalogue]);
    const items = lines.map((line) => JSON.parse(line));
    expect(items).toHaveLength(12);
    expect(items.every(({ kind, cve }) => kind === 'kev' && /^CVE-\d{4}-\d+$/.test(cve))).toBe(true);
  });

  it('refuses a file that is cut off, whole and with nothing printed', async () => {
    const whole = readFileSync(catalogue);
    const cut = written('cut.json', whole.subarray(0, whole.length - 40));
    await expect(run(feedsCheck, ['--items', cut])).rejects.toMatchObject({ code: 'FEED_TRUNCATED' });
  });

  it('refuses what no feed recognises, and a feed that is not there', async () => {
    const other = written('other.json', Buffer.from('{"hello":1}'));
    await expect(run(feedsCheck, [other])).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    await expect(run(feedsCheck, ['--feed', 'nonsense', catalogue])).rejects.toMatchObject({
      code: 'FEED_UNKNOWN',
      message: 'There is no feed "nonsense".',
    });
  });
});

describe('feeds fetch', () => {
  it('asks for a folder, and refuses an address without https', async () => {
    await expect(run(feedsFetch, ['cisa-kev'])).rejects.toMatchObject({ code: 'USAGE' });
    const plain = ['cisa-kev', '--out', join(folder, 'feeds'), '--address', 'http://feeds.example/kev.json'];
    await expect(run(feedsFetch, plain)).rejects.toMatchObject({ code: 'FEED_REFUSED' });
  });
});

describe('reports check', () => {
  it('tells the scanner from the content and counts hosts, flaws and what is left out', async () => {
    const renamed = written('export.txt', readFileSync(nessus));
    const { stdout } = await run(reportsCheck, ['--json', renamed]);
    const golden = JSON.parse(readFileSync(nessus.replace('.nessus', '.golden.json'), 'utf8'));
    expect(JSON.parse(stdout).files).toEqual([
      expect.objectContaining({
        file: 'export.txt',
        format: 'nessus',
        tier: 'A',
        hosts: golden.hosts.length,
        flaws: golden.flaws.length,
      }),
    ]);
  });

  it('prints every host and flaw as a line with --items', async () => {
    const { lines } = await run(reportsCheck, ['--items', nessus]);
    expect(lines.map((line) => JSON.parse(line).item)).toEqual(['flaw', 'host']);
  });

  it('refuses a file that is cut off, with nothing printed, and a zone that is none', async () => {
    const whole = readFileSync(nessus);
    const cut = written('cut.nessus', whole.subarray(0, whole.length - 60));
    await expect(run(reportsCheck, ['--items', cut])).rejects.toMatchObject({ code: 'XML_TRUNCATED' });
    await expect(run(reportsCheck, ['--zone', 'Mars/Olympus', nessus])).rejects.toMatchObject({
      code: 'USAGE',
    });
  });

  it('refuses what no scanner wrote, and a file that is not there', async () => {
    const other = written('plain.txt', Buffer.from('nothing of the kind\n'));
    await expect(run(reportsCheck, [other])).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    await expect(run(reportsCheck, [join(folder, 'absent')])).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
  });

  it('lists every format with its tier in its help', async () => {
    const { stdout } = await run(reportsCheck, ['--help']);
    for (const [name, { tier, title }] of Object.entries(reportImporters)) {
      expect(stdout).toContain(`${name.padEnd(16)} ${tier}  ${title}`);
    }
  });
});
