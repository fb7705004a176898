import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryVersions } from '../../../tests/fixtures/versions/arbitrary-versions.ts';
import { compareSign } from '../version/compare.ts';
import type { Statement } from './feed-item.ts';
import { judgeStatement } from './judge-statement.ts';
import { announcedNote, rangeNote } from './statement-note.ts';

const said = (changes: Partial<Statement> = {}): Statement => ({
  kind: 'statement',
  ecosystem: 'debian',
  release: 'bookworm',
  product: 'openssl',
  keyedBy: 'source',
  arch: null,
  module: null,
  repository: null,
  vulnerability: 'CVE-2026-0001',
  advisory: null,
  status: 'fixed',
  fixed: '3.0.14-1',
  introduced: null,
  scheme: 'deb',
  note: null,
  at: '$',
  ...changes,
});

describe('an installed version, by what its vendor says of a flaw', () => {
  it.each<[string, Partial<Statement>, string, object]>([
    ['lacks the fix', {}, '3.0.13-9', { kind: 'fixable', fixed: '3.0.14-1' }],
    ['has the fix', {}, '3.0.14-1', { kind: 'clear' }],
    ['is newer than the fix', {}, '1:1.0', { kind: 'clear' }],
    ['came before the flaw', { introduced: '3.0.5-1' }, '3.0.4-1', { kind: 'clear' }],
    ['has the flaw from its first version on', { introduced: '3.0.5-1' }, '3.0.5-1', { kind: 'fixable' }],
    ['where 0 means always', { introduced: '0' }, '0.1', { kind: 'fixable' }],
    ['is of a product without it', { status: 'not-affected', fixed: null }, '1', { kind: 'clear' }],
    ['is told to be fixed, and by what is not said', { fixed: null }, '1', { kind: 'clear' }],
    [
      'has no fix',
      { status: 'affected', fixed: null },
      '1',
      { kind: 'unfixed', state: 'no_fix', fixed: null },
    ],
    ['will get none', { status: 'wont-fix', fixed: null }, '1', { kind: 'unfixed', state: 'wont_fix' }],
    ['will get one later', { status: 'deferred', fixed: null }, '1', { kind: 'unfixed', state: 'deferred' }],
    ['is out of support', { status: 'unsupported', fixed: null }, '1', { state: 'unsupported' }],
    ['has one without effect', { status: 'unimportant', fixed: null }, '1', { state: 'unimportant' }],
    ['is looked into', { status: 'under-investigation', fixed: null }, '1', { state: 'investigating' }],
    ['is not known of', { status: 'unknown', fixed: null }, '1', { kind: 'unknown' }],
    ['cannot be compared', {}, 'no version', { kind: 'unknown' }],
    [
      'has a fix that is announced only',
      { status: 'affected', fixed: null, note: announcedNote('3.0.15-1', 'bookworm') },
      '3.0.14-1',
      { kind: 'unfixed', state: 'announced', fixed: '3.0.15-1' },
    ],
    [
      'is above the last one with it',
      { status: 'affected', fixed: null, note: rangeNote({ above: null, upTo: '3.0.9' }) },
      '3.0.10',
      { kind: 'clear' },
    ],
    [
      'is the last one with it',
      { status: 'affected', fixed: null, note: rangeNote({ above: null, upTo: '3.0.9' }) },
      '3.0.9',
      { kind: 'unfixed', state: 'no_fix' },
    ],
    [
      'is the last one before it',
      { status: 'affected', fixed: null, note: rangeNote({ above: '3.0.1', upTo: '3.0.9' }) },
      '3.0.1',
      { kind: 'clear' },
    ],
  ])('%s', (_what, changes, installed, verdict) => {
    expect(judgeStatement(said(changes), installed)).toMatchObject(verdict);
  });

  const version = arbitraryVersions.deb;
  const runs = { numRuns: 2000, endOnFailure: true };

  it('is fixable exactly below the fixed version and at or above the first flawed one', () => {
    fc.assert(
      fc.property(version, version, version, (fixed, introduced, installed) => {
        // 0 stands for "from the first version on".
        fc.pre(introduced !== '0');
        const below = compareSign('deb', installed, fixed) === -1;
        const from = compareSign('deb', installed, introduced) !== -1;
        const { kind } = judgeStatement(said({ fixed, introduced }), installed);
        expect(kind).toBe(below && from ? 'fixable' : 'clear');
      }),
      runs,
    );
  });

  it('never becomes flawed again by an upgrade, nor clear by a downgrade, where all versions below the fix are', () => {
    fc.assert(
      fc.property(version, version, version, (fixed, a, b) => {
        const [low, high] = compareSign('deb', a, b) === 1 ? [b, a] : [a, b];
        if (judgeStatement(said({ fixed }), low).kind === 'clear')
          expect(judgeStatement(said({ fixed }), high).kind).toBe('clear');
      }),
      runs,
    );
  });
});
