import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSign, compareVersions } from './compare.ts';
import { compareDeb, debSign } from './deb.ts';

/** Ascending; neighbours and all pairs are checked. From Debian Policy §5.6.12 and well-known archives. */
const ascending = [
  '~~',
  '~~a',
  '~',
  '0~',
  '0',
  '0a',
  '0+',
  '1.0~beta1~svn1245',
  '1.0~beta1',
  '1.0~rc1',
  '1.0',
  '1.0-0ubuntu0.1',
  '1.0-1~bpo12+1',
  '1.0-1',
  '1.0-1+b1',
  '1.0-1+deb12u1',
  '1.0-1.1',
  '1.0-2',
  '1.0-10',
  '1.0a',
  '1.0+b1',
  '1.0.1-1',
  '1.2',
  '1.10',
  '2.36-9+deb12u9',
  '2.36-9+deb12u10',
  '99999999999999999999',
  '100000000000000000000',
  '1:0.1',
  '2:0.0~',
];

const equalPairs = [
  ['1.0', '1.0-0'],
  ['1.0', '0:1.0'],
  ['1.0-0', '1.0-00'],
  ['1.02', '1.2'],
  [' 1.0 ', '1.0'],
  ['00:1.0', '1.0'],
] as const;

describe('Debian version order', () => {
  it('puts every pair of the Debian Policy table in its order, both ways round', () => {
    ascending.forEach((a, i) => {
      ascending.forEach((b, j) => {
        expect(debSign(a, b), `${a} against ${b}`).toBe(Math.sign(i - j));
      });
    });
  });

  it.each(equalPairs)('takes %j and %j for the same version', (a, b) => {
    expect(compareDeb(a, b)).toMatchObject({ kind: 'ordered', sign: 0 });
  });

  it.each([
    ['', 'the version is empty'],
    ['   ', 'the version is empty'],
    ['a:1', '"a:1" has an epoch that is not a number'],
    [':1', '":1" has an epoch that is not a number'],
    ['-1:1', '"-1:1" has an epoch that is not a number'],
    ['2147483648:1', '"2147483648:1" has an epoch above 2147483647'],
    ['1:', '"1:" has no upstream version'],
    ['-1', '"-1" has no upstream version'],
    ['1.0-', '"1.0-" ends in an empty revision'],
    ['1_0', '"1_0" holds "_", which no Debian version may hold'],
    ['1 0', '"1 0" holds " ", which no Debian version may hold'],
    ['1.0é', '"1.0é" holds "é", which no Debian version may hold'],
    ['1:2-3:4', '"1:2-3:4" has a colon in its revision'],
  ])('refuses %j with its reason instead of guessing', (bad, reason) => {
    expect(compareDeb(bad, '1.0')).toEqual({ kind: 'not-comparable', reason });
    expect(compareDeb('1.0', bad)).toEqual({ kind: 'not-comparable', reason });
    expect(debSign(bad, '1.0')).toBeNull();
    expect(debSign('1.0', bad)).toBeNull();
  });

  it('accepts what dpkg accepts: letters first, colons and dashes inside the upstream version', () => {
    expect(debSign('git20200101', 'git20200102')).toBe(-1);
    expect(debSign('1:2:3-1', '1:2:3-2')).toBe(-1);
    expect(debSign('1-2-3', '1-2-4')).toBe(-1);
  });

  it.each([
    [
      '3.0.17-1',
      '3.0.19-1',
      '17 is lower than 19 at the third number of the upstream version, by Debian version order',
    ],
    ['1:1', '2', 'epoch 1 is higher than epoch 0, and the epoch decides first, by Debian version order'],
    [
      '1.0~rc1',
      '1.0',
      'the tilde in "~rc" makes the first version lower in the upstream version, by Debian version order',
    ],
    [
      '1.0',
      '1.0~rc1',
      'the tilde in "~rc" makes the first version higher in the upstream version, by Debian version order',
    ],
    [
      '1-1',
      '1-1+b1',
      'the first version is lower: the second goes on with "+b" in the Debian revision, by Debian version order',
    ],
    [
      '1-1+b1',
      '1-1',
      'the first version is higher: it goes on with "+b" in the Debian revision, by Debian version order',
    ],
    [
      '1.0-1+deb12u9',
      '1.0-1+deb12u10',
      '9 is lower than 10 at the third number of the Debian revision, by Debian version order',
    ],
    ['1a', '1b', '"a" is lower than "b" in the upstream version, by Debian version order'],
    ['1.0', '1.0-0', '1.0 and 1.0-0 are the same, by Debian version order'],
  ])('says why %j against %j', (a, b, why) => {
    expect(compareDeb(a, b)).toMatchObject({ kind: 'ordered', why });
  });

  it('names the deciding pieces', () => {
    const answer = compareDeb('3.0.17-1', '3.0.19-1');
    expect(answer).toMatchObject({ at: { part: 'upstream', a: '17', b: '19' } });
    expect(compareDeb('1:1', '2')).toMatchObject({ at: { part: 'epoch', a: '1', b: '0' } });
  });
});

const piece = fc.oneof(
  fc.constantFrom(
    '0',
    '00',
    '1',
    '9',
    '10',
    '09',
    'a',
    'b',
    'Z',
    'rc',
    '~',
    '~~',
    '+',
    '.',
    '~a',
    '+deb12u',
    '+b',
  ),
  fc.nat(120).map(String),
);
const text = fc.array(piece, { maxLength: 5 }).map((parts) => parts.join(''));
const version = fc
  .record({
    epoch: fc.constantFrom('', '', '', '0:', '1:', '2:'),
    start: fc.constantFrom('0', '1', '2', '1.', 'v'),
    upstream: text,
    revision: fc.option(text, { nil: '' }),
  })
  .map(({ epoch, start, upstream, revision }) => `${epoch}${start}${upstream}${revision && `-${revision}`}`);

describe('ordering laws hold for the Debian scheme', () => {
  const runs = { numRuns: 3000 };

  it('a version equals itself', () => {
    fc.assert(
      fc.property(version, (a) => debSign(a, a) === 0),
      runs,
    );
  });

  it('swapping two versions turns the sign', () => {
    const sum = (a: string, b: string): number => (debSign(a, b) ?? NaN) + (debSign(b, a) ?? NaN);
    fc.assert(
      fc.property(version, version, (a, b) => sum(a, b) === 0),
      runs,
    );
  });

  it('order is transitive, and equal versions order alike', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const [ab, bc, ac] = [debSign(a, b) ?? NaN, debSign(b, c) ?? NaN, debSign(a, c)];
        if (ab <= 0 && bc <= 0) expect(ac).toBe(Math.min(ab, bc));
        if (ab >= 0 && bc >= 0) expect(ac).toBe(Math.max(ab, bc));
      }),
      runs,
    );
  });

  it('the explanation agrees with the bare sign and always names what differs', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        const answer = compareVersions('deb', a, b);
        expect(answer).toMatchObject({ kind: 'ordered', sign: compareSign('deb', a, b) });
        if (answer.kind === 'ordered' && answer.sign !== 0) expect(answer.at?.a).not.toBe(answer.at?.b);
      }),
      runs,
    );
  });
});
