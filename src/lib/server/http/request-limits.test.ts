import { describe, expect, test } from 'vitest';
import { createRequestLimits, heavyWorkOf } from './request-limits.ts';

const code = (expected: string) => expect.objectContaining({ code: expected, status: 429 });

describe('an API token', () => {
  test('may ask 600 times in a minute, apart from other tokens, and again in the next', () => {
    const limits = createRequestLimits();
    for (let n = 0; n < 600; n++) limits.admit('a', 1000 + n);
    expect(() => limits.admit('a', 2000)).toThrow(code('RATE_LIMITED'));
    expect(() => limits.admit('a', 31_000)).toThrow(expect.objectContaining({ where: { retryAfter: 30 } }));
    expect(() => limits.admit('b', 2000)).not.toThrow();
    expect(() => limits.admit('a', 61_000)).not.toThrow();
  });
});

describe('heavy work', () => {
  test.each([
    ['import', 10],
    ['export', 3],
  ] as const)('of kind %s runs in %i places at once, whatever becomes of it', async (work, places) => {
    const limits = createRequestLimits();
    const ends: (() => void)[] = [];
    const start = () => limits.during(work, () => new Promise<void>((resolve) => ends.push(resolve)));
    const running = Array.from({ length: places }, start);
    await expect(start()).rejects.toThrow(code('TOO_BUSY'));
    ends[0]?.();
    await running[0];
    await expect(limits.during(work, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    running.push(start());
    await expect(start()).rejects.toThrow(code('TOO_BUSY'));
    for (const end of ends) end();
    await Promise.all(running);
  });

  test('is known by its route', () => {
    expect(heavyWorkOf('/api/v1/imports', 'POST')).toBe('import');
    expect(heavyWorkOf('/(app)/findings.csv', 'GET')).toBe('export');
    expect(heavyWorkOf('/(app)/scans/[id]/envelope', 'GET')).toBe('export');
    expect(heavyWorkOf('/(app)/findings', 'GET')).toBeNull();
    expect(heavyWorkOf(null, 'GET')).toBeNull();
  });
});
