import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawSample, populationDigest } from './draw-sample.ts';

const named = (count: number) =>
  Array.from({ length: count }, (_, at) => `EX-${String(at + 1).padStart(4, '0')}`);
const seeds = fc.string({ minLength: 1, maxLength: 40 });
const populations = fc.uniqueArray(fc.stringMatching(/^[0-9a-f]{1,12}$/), {
  minLength: 1,
  maxLength: 60,
});

describe('a sample', () => {
  test('is the one that a program in another language draws', () => {
    expect(drawSample(named(20), { seed: 'PCI 2026', size: 5 })).toEqual([
      'EX-0005',
      'EX-0019',
      'EX-0020',
      'EX-0007',
      'EX-0008',
    ]);
    expect(populationDigest(named(20))).toBe(
      'adde9d15e05e827d4550f96ee09149a30a35acb536be128773f63daceb86dad7',
    );
  });

  test('is the same for the same seed, in whatever order the population comes', () => {
    fc.assert(
      fc.property(populations, seeds, fc.nat(70), (ids, seed, size) => {
        const sample = drawSample(ids, { seed, size });
        expect(drawSample(ids.toReversed(), { seed, size })).toEqual(sample);
        expect(populationDigest(ids.toReversed())).toBe(populationDigest(ids));
      }),
    );
  });

  test('is of the population, without repetition, and begins a larger one of the same seed', () => {
    fc.assert(
      fc.property(populations, seeds, fc.nat(70), (ids, seed, size) => {
        const sample = drawSample(ids, { seed, size });
        expect(sample).toHaveLength(Math.min(size, ids.length));
        expect(new Set(sample).size).toBe(sample.length);
        expect(sample.every((id) => ids.includes(id))).toBe(true);
        expect(drawSample(ids, { seed, size: size + 1 }).slice(0, sample.length)).toEqual(sample);
      }),
    );
  });

  test('takes every element with the same chance, at every place', () => {
    const [ids, size, rounds] = [named(10), 4, 20_000];
    const counts = new Map<string, number>();
    for (let round = 0; round < rounds; round += 1)
      drawSample(ids, { seed: `round ${round}`, size }).forEach((id, place) => {
        const key = `${place} ${id}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      });
    // At each place ten elements of equal chance: chi-square with nine degrees of freedom, 0.1 % at 27.88.
    for (let place = 0; place < size; place += 1) {
      const expected = rounds / ids.length;
      const square = ids.reduce((sum, id) => sum + ((counts.get(`${place} ${id}`) ?? 0) - expected) ** 2, 0);
      expect(square / expected).toBeLessThan(27.88);
    }
  });

  test('of another seed is another one', () => {
    const samples = Array.from({ length: 50 }, (_, seed) =>
      drawSample(named(200), { seed: String(seed), size: 10 }).join(),
    );
    expect(new Set(samples).size).toBe(50);
  });
});
