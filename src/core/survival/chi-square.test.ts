import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chiSquareTail } from './chi-square.ts';
import { normalQuantile } from './normal-quantile.ts';

test.each([
  [2.705543454095404, 1, 0.1],
  [3.841458820694124, 1, 0.05],
  [6.634896601021213, 1, 0.01],
  [5.991464547107979, 2, 0.05],
  [7.814727903251179, 3, 0.05],
  [11.344866730144373, 3, 0.01],
  [18.307038053275146, 10, 0.05],
  [124.34211340400408, 100, 0.05],
])('the tail above %d on %i degrees of freedom is the tabulated %d', (x, degrees, tail) => {
  expect(Math.abs(chiSquareTail(x, degrees) - tail)).toBeLessThan(1e-12);
});

test('even degrees of freedom agree with their closed form, far into the tail', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.001, max: 400, noNaN: true }),
      fc.integer({ min: 1, max: 12 }),
      (x, half) => {
        let term = 1;
        let sum = 1;
        for (let k = 1; k < half; k += 1) sum += term *= x / 2 / k;
        const exact = Math.exp(-x / 2) * sum;
        const ours = chiSquareTail(x, 2 * half);
        expect(Math.abs(ours - exact)).toBeLessThan(1e-12);
        if (x / 2 > half + 1) expect(Math.abs(ours / exact - 1)).toBeLessThan(1e-9);
      },
    ),
  );
});

test('one degree of freedom is the square of a normal value', () => {
  for (const tail of [0.5, 0.1, 0.05, 0.001, 1e-6, 1e-12]) {
    const z = normalQuantile(tail / 2);
    expect(Math.abs(chiSquareTail(z * z, 1) / tail - 1)).toBeLessThan(1e-9);
  }
});

test('no difference at all is certain', () => {
  expect(chiSquareTail(0, 3)).toBe(1);
});

test.each([
  [0.975, 1.959963984540054],
  [0.95, 1.6448536269514722],
  [0.995, 2.5758293035489004],
  [0.5, 0],
  [1e-10, -6.361340902404056],
])('the normal quantile of %d is %d', (p, z) => {
  expect(Math.abs(normalQuantile(p) - z)).toBeLessThan(1e-12);
});
