import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseCvss, version3Only } from './choose-cvss.ts';
import type { CvssFact } from './rank-inputs.ts';

function by(source: string, version: CvssFact['version'], score: number): CvssFact {
  return { source, version, score, vector: `CVSS:${version}/AV:N` };
}

const vendor = by('secalert@redhat.com', '3.1', 7.5);
const cisa = by('CISA-ADP', '3.1', 9.1);
const nvd = by('nvd@nist.gov', '3.1', 9.8);
const vendor4 = by('secalert@redhat.com', '4.0', 8.7);
const nvd2 = by('nvd@nist.gov', '2.0', 10);

test.each([
  ['the vendor or assigner before CISA and the NVD', [nvd, cisa, vendor], vendor],
  ['CISA before the NVD', [nvd, cisa], cisa],
  ['v3 of anybody before v4', [vendor4, nvd], nvd],
  [
    'v3.1 before v3.0 of the same kind of scorer',
    [by('cna', '3.0', 9), by('cna', '3.1', 5)],
    by('cna', '3.1', 5),
  ],
  ['the assigner in v3.0 before the NVD in v3.1', [nvd, by('cna', '3.0', 5)], by('cna', '3.0', 5)],
  ['v4 before v2', [nvd2, vendor4], vendor4],
  ['v2 when there is nothing else', [nvd2], nvd2],
  ['the higher of two equal scorers', [by('a', '3.1', 6), by('b', '3.1', 8)], by('b', '3.1', 8)],
])('takes %s', (_, scores, expected) => {
  expect(chooseCvss(scores)?.chosen).toEqual(expected);
});

test('gives a rule that names v3 no other version', () => {
  expect(chooseCvss([vendor4, nvd2], version3Only)).toBeNull();
  expect(chooseCvss([vendor4, nvd], version3Only)?.chosen).toBe(nvd);
});

test('has no use for a score off the scale', () => {
  expect(chooseCvss([by('cna', '3.1', Number.NaN), by('cna', '3.1', 11), nvd])).toEqual({
    chosen: nvd,
    others: [],
  });
});

test('chooses the same whatever the order, and keeps the others', () => {
  const pool = [vendor, cisa, nvd, vendor4, nvd2, by('x', '3.0', 7), by('y', '3.0', 7)];
  fc.assert(
    fc.property(fc.shuffledSubarray(pool, { minLength: 1 }), (scores) => {
      const choice = chooseCvss(scores);
      expect(choice).toEqual(chooseCvss(scores.toReversed()));
      expect(choice?.others).toHaveLength(scores.length - 1);
    }),
  );
});
