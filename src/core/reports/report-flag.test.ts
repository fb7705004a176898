import { expect, it } from 'vitest';
import { isBackdated } from './report-flag.ts';

it('a scan is backdated when it ended more than a day before its report came', () => {
  const came = Date.parse('2026-11-20T08:00:00.000Z');
  const ended = (finishedAt: string | null, startedAt: string | null = null) =>
    isBackdated({ startedAt, finishedAt }, came);
  expect(ended('2026-11-19T08:00:00.000Z')).toBe(false);
  expect(ended('2026-11-19T07:59:59.999Z')).toBe(true);
  expect(ended(null, '2024-11-19T08:00:00.000Z')).toBe(true);
  expect(ended(null)).toBe(false);
});
