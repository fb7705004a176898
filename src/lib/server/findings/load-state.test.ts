import { expect, test } from 'vitest';
import type { FindingPackage } from '#core/advisory/finding-state.ts';
import { loadStateOf, oldCodeReasons } from './load-state.ts';

const nginx: FindingPackage = {
  name: 'nginx',
  arch: 'amd64',
  installed: '1.1',
  fixed: '1.1',
  candidate: null,
  held: false,
  phased: null,
};
const programs = [{ name: 'nginx', startedAt: Date.UTC(2026, 4, 1, 8), known: 'inferred' as const }];
const running = { ...nginx, load: { known: 'inferred' as const, programs } };

test('a reason names the program, says how that is known and what to do', () => {
  expect(oldCodeReasons({ state: 'old_code_running', packages: [running] })).toEqual([
    {
      code: 'old-code-running',
      message:
        'nginx, running since 2026-05-01 08:00 UTC, still runs the old code (inferred: it was started before the update came).',
      remedy: 'Restart nginx, then scan again.',
    },
  ]);
  expect(oldCodeReasons({ state: 'fixed', packages: [running] })).toEqual([]);
});

test('a fix of which nobody saw what runs says so, and a kernel is judged by its boot', () => {
  const states = ['fixed', 'removed', 'open'].map((state) => loadStateOf({ state, packages: [nginx] }));
  expect(states).toEqual(['not-seen', null, null]);
  expect(loadStateOf({ state: 'fixed', packages: [running] })).toBe('inferred');
  expect(
    loadStateOf({ state: 'fixed', packages: [{ ...nginx, name: 'linux-image-6.1.0-44-amd64' }] }),
  ).toBeNull();
});
