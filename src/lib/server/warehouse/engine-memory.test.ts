import { describe, expect, it } from 'vitest';
import { engineMemory } from './engine-memory.ts';

const GIB = 1024 ** 3;

describe('what the engine may hold in memory', () => {
  it.each([
    ['a small machine', GIB / 2, 0, '256MiB'],
    ['4 GiB', 4 * GIB, 0, '1024MiB'],
    ['a large machine', 64 * GIB, 0, '2048MiB'],
    ['a container of 2 GiB on it', 64 * GIB, 2 * GIB, '512MiB'],
    ['a process without a limit', 4 * GIB, 2 ** 63, '1024MiB'],
  ])('is a quarter of %s, within bounds', (_what, total, constrained, limit) => {
    expect(engineMemory(total, constrained)).toBe(limit);
  });
});
