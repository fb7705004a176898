import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Statement } from '#core/advisory/feed-item.ts';
import { feedFailure, runFeed } from '../../tests/fixtures/run-feed.ts';
import { temporaryFlaw } from './debian-flaw.ts';
import { bugOf, judgePackageLine, parsePackageLine } from './debian-list-line.ts';
import { judgeTrackerEntry, type TrackerEntry } from './debian-tracker-rules.ts';
import { feeds } from './index.ts';

const entry: TrackerEntry = {
  release: 'bookworm',
  status: 'open',
  fixedVersion: null,
  urgency: 'not yet assigned',
  nodsa: null,
  nodsaReason: null,
  archive: ['1.2-3', '1.2-3+deb12u2'],
};

describe('the tracker says of a release that', () => {
  it.each<[string, Partial<TrackerEntry>, Partial<Statement>]>([
    [
      'it is fixed',
      { status: 'resolved', fixedVersion: '1.2-3+deb12u2' },
      { status: 'fixed', fixed: '1.2-3+deb12u2' },
    ],
    [
      'it never had the flaw',
      { status: 'resolved', fixedVersion: '0' },
      { status: 'not-affected', fixed: null },
    ],
    [
      'the fix is announced, and in none of its archives',
      { status: 'resolved', fixedVersion: '1.2-3+deb12u3' },
      { status: 'affected', fixed: null, note: 'fixed in 1.2-3+deb12u3, announced but not yet in bookworm' },
    ],
    [
      'it is fixed where no archive is listed',
      { status: 'resolved', fixedVersion: '1.2-4', archive: [] },
      { status: 'fixed', fixed: '1.2-4' },
    ],
    ['it has the flaw', {}, { status: 'affected', fixed: null, note: null }],
    ['the flaw has no effect', { urgency: 'unimportant' }, { status: 'unimportant' }],
    ['the flaw has no effect, by old data', { urgency: 'unimportant**' }, { status: 'unimportant' }],
    ['the package has no support any more', { urgency: 'end-of-life' }, { status: 'unsupported' }],
    [
      'it will not be fixed',
      { nodsa: 'Minor issue', nodsaReason: 'ignored' },
      { status: 'wont-fix', note: 'Minor issue' },
    ],
    [
      'the fix is postponed',
      { nodsa: 'Fix with the next', nodsaReason: 'postponed' },
      { status: 'deferred' },
    ],
    ['the fix waits for a point release', { nodsa: 'Minor issue', nodsaReason: '' }, { status: 'deferred' }],
    ['nobody knows', { status: 'undetermined' }, { status: 'unknown', fixed: null }],
  ])('%s', (_title, changes, expected) => {
    expect(judgeTrackerEntry({ ...entry, ...changes })).toMatchObject(expected);
  });

  it.each<[string, Partial<TrackerEntry>]>([
    ['a status that is not known', { status: 'fixed' }],
    ['a resolved flaw without a fixed version', { status: 'resolved' }],
    ['a fixed version that cannot be compared', { status: 'resolved', fixedVersion: 'a:b' }],
  ])('nothing, for %s', (reason, changes) => {
    expect(judgeTrackerEntry({ ...entry, ...changes })).toBe(reason);
  });

  it('the fix is not released where only a suite has it that nobody takes by default', async () => {
    const tracker = (suite: string) =>
      JSON.stringify({
        curl: {
          'CVE-2026-0001': {
            releases: {
              bookworm: {
                status: 'resolved',
                fixed_version: '1.2-3+deb12u2',
                repositories: { bookworm: '1.2-3', [suite]: '1.2-3+deb12u2' },
              },
            },
          },
        },
      });
    const status = async (suite: string) =>
      (await runFeed(feeds['debian-tracker'], tracker(suite), 'json')).items;
    expect(await status('bookworm-security')).toMatchObject([{ status: 'fixed' }]);
    expect(await status('bookworm-proposed-updates')).toMatchObject([{ status: 'affected', fixed: null }]);
  });

  it('a fixed version is named exactly where the status is fixed', () => {
    const word = fc.constantFrom('open', 'resolved', 'undetermined');
    const version = fc.constantFrom('0', '1.0-1', '2.0-1', '1:0.1', null);
    const text = fc.constantFrom('ignored', 'postponed', '', null);
    fc.assert(
      fc.property(word, version, text, text, (status, fixedVersion, nodsa, nodsaReason) => {
        const judged = judgeTrackerEntry({ ...entry, status, fixedVersion, nodsa, nodsaReason });
        if (typeof judged !== 'string') expect(judged.fixed !== null).toBe(judged.status === 'fixed');
      }),
    );
  });
});

it('a flaw without releases is counted', async () => {
  const flaws = {
    'CVE-2024-1000': { releases: {} },
    'CVE-2024-1001': { releases: { sid: { status: 'open' } } },
    x: {},
  };
  const { summary } = await runFeed(feeds['debian-tracker'], JSON.stringify({ a: flaws, 'A b': {} }), 'json');
  expect(summary.skipped).toEqual([
    { reason: 'a flaw without releases', n: 1 },
    { reason: 'an entry that is no flaw', n: 1 },
    { reason: 'an entry that is no source package', n: 1 },
  ]);
});

describe('a line of the lists', () => {
  it.each<[string, string, Partial<Statement> | string]>([
    ['- putty 0.75-3 (low; bug #990901)', 'sid', { status: 'fixed', fixed: '0.75-3' }],
    ['[bookworm] - foot 1.13.1-2+deb12u1', 'bookworm', { status: 'fixed', fixed: '1.13.1-2+deb12u1' }],
    ['- ant <unfixed> (unimportant)', 'sid', { status: 'unimportant' }],
    ['- ant <unfixed>', 'sid', { status: 'affected', note: null }],
    ['[sid] - ant <no-dsa> (Minor issue; unimportant)', 'sid', { status: 'deferred' }],
    ['- ant <removed>', 'sid', { status: 'affected', note: 'removed' }],
    ['- ant <undetermined>', 'sid', { status: 'unknown' }],
    [
      '- ant <not-affected> (Only Windows; see unimportant)',
      'sid',
      { status: 'not-affected', note: 'Only Windows; see unimportant' },
    ],
    ['[buster] - putty <no-dsa> (Minor issue)', 'buster', { status: 'deferred', note: 'Minor issue' }],
    ['[buster] - putty <postponed> (Minor issue)', 'buster', { status: 'deferred' }],
    [
      '[buster] - putty <ignored> (Too intrusive (really))',
      'buster',
      { status: 'wont-fix', note: 'Too intrusive (really)' },
    ],
    ['[buster] - putty <end-of-life>', 'buster', { status: 'unsupported', note: 'end-of-life' }],
    ['- putty <itp> (bug #1)', 'sid', 'a package that Debian does not hold yet'],
    ['- putty <whatever>', 'sid', 'a mark that is not known'],
    ['- putty a:b', 'sid', 'a fixed version that cannot be compared'],
  ])('%s', (text, release, expected) => {
    const parsed = parsePackageLine(text);
    if (parsed === null) throw new Error('not parsed');
    expect(parsed.release ?? 'sid').toBe(release);
    const judged = judgePackageLine(parsed);
    if (typeof expected === 'string') expect(judged).toBe(expected);
    else expect(judged).toMatchObject(expected);
  });

  it.each(['putty 1.0', '- putty', '[Buster] - putty 1', '-putty 1', '- putty <no dsa>', ''])(
    'is not understood: %j',
    (text) => {
      expect(parsePackageLine(text)).toBeNull();
    },
  );

  it('names its bug', () => {
    const bug = (text: string) =>
      bugOf(
        parsePackageLine(text) ?? { release: null, product: '', mark: null, version: null, remark: null },
      );
    expect([bug('- foot 1.15.3-2 (low; bug #1053115)'), bug('- foot 1 (low)'), bug('- foot 1')]).toEqual([
      1_053_115,
      null,
      null,
    ]);
  });
});

describe('the lists', () => {
  const cves = (text: string) => runFeed(feeds['debian-cve-list'], text, 'list');
  const advisories = (text: string) => runFeed(feeds['debian-announcements'], text, 'list');

  it('name a flaw without a CVE as the tracker does', async () => {
    // https://security-tracker.debian.org/tracker/TEMP-0000000-4A2F11 and its like: bug, then MD5 of the description.
    expect(temporaryFlaw(0, 'abc')).toBe('TEMP-0000000-900150');
    const { items } = await cves('CVE-2023-XXXX [abc]\n\t- foot 1 (bug #53115)\n');
    expect(items).toMatchObject([{ vulnerability: 'TEMP-0053115-900150' }]);
  });

  it('count every entry that names no package, by its kind', async () => {
    const none = ['RESERVED', 'REJECTED', 'NOT-FOR-US: x', ['TO', 'DO: check'].join(''), 'NOTE: x'];
    const text = none.map((word, index) => `CVE-2024-100${index}\n\t${word}\n`).join('');
    const { summary } = await cves(`${text}CVE-2024-2000\nnonsense\n\t- a 1\nCVE-2024-2001 (x)\n\t- a 1\n`);
    expect(summary.records).toBe(1);
    expect(Object.fromEntries(summary.skipped.map(({ reason, n }) => [reason, n]))).toEqual({
      'a CVE of software that Debian does not hold': 1,
      'a CVE that nobody has looked at yet': 1,
      'a CVE without packages': 2,
      'a rejected CVE': 1,
      'a reserved CVE': 1,
      'an entry that is no CVE': 1,
    });
  });

  it('do not lay the lines of a damaged entry to the one before', async () => {
    const { items, summary } = await advisories(
      '[19 Jul 2021] DSA-1-1 a - x\n\t[sid] - a 1\n[19 Jux 2021] DSA-2-1 b - x\n\t[sid] - b 1\n',
    );
    expect(items).toHaveLength(2);
    expect(items[1]).toMatchObject({ product: 'a', advisory: 'DSA-1-1', vulnerability: 'DSA-1-1' });
    expect(summary.skipped).toEqual([{ reason: 'an entry without day and id', n: 1 }]);
  });

  it('cut in the middle of a line are not taken', async () => {
    for (const [name, text] of [
      ['debian-cve-list', 'CVE-2024-1000 (x)\n\t- openssl 3.0.11-1\n'],
      ['debian-announcements', '[19 Jul 2021] DSA-1-1 a - x\n\t[sid] - a 1.0-12\n'],
    ] as const) {
      const lineEnds = [...text.matchAll(/\n/g)].map((match) => match.index + 1);
      for (let length = 1; length < text.length; length += 1) {
        if (lineEnds.includes(length)) continue;
        expect(await feedFailure(feeds[name], text.slice(0, length)), `${length}`).toBe('FEED_TRUNCATED');
      }
      expect(await feedFailure(feeds[name], text)).toBe('no error');
    }
  });

  it('that begin in the middle, or grow without end, are refused', async () => {
    expect(await feedFailure(feeds['debian-cve-list'], '\t- a 1\nCVE-2024-1000\n\t- a 1\n')).toBe(
      'FEED_INVALID',
    );
    const long = `CVE-2024-1000 (x)\n\t- a 1\n${'\tNOTE: x\n'.repeat(20_000)}`;
    await expect(cves(long)).rejects.toThrow('more than 20000 lines');
    const flaws = Array.from({ length: 1001 }, (_, index) => `CVE-2024-${10_000 + index}`).join(' ');
    const wide = `[19 Jul 2021] DSA-1-1 a - x\n\t{${flaws}}\n${'\t[sid] - a 1\n'.repeat(1000)}`;
    await expect(advisories(wide)).rejects.toMatchObject({ code: 'FEED_TOO_LARGE' });
  });
});
