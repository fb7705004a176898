import { describe, expect, it } from 'vitest';
import { relativeDue } from './relative-due.ts';

const zone = 'Europe/Berlin';
const due = '2026-11-25T22:59:59.999Z';
const words = (now: string): string => relativeDue(due, now, zone).text.replaceAll('\u202f', ' ');

describe('relative due', () => {
  it('counts calendar days of the policy zone', () => {
    expect(words('2026-11-23T08:00:00.000Z')).toBe('2 d left');
    expect(words('2026-11-23T23:30:00.000Z')).toBe('1 d left');
  });
  it('is due today until the last millisecond of that day', () => {
    expect(words('2026-11-25T22:59:59.999Z')).toBe('due today');
    expect(words('2026-11-25T23:00:00.000Z')).toBe('1 d over');
  });
  it('says over, never left, once the instant has passed', () => {
    expect(words('2026-12-04T10:00:00.000Z')).toBe('9 d over');
    expect(relativeDue('2026-11-23T08:00:00.000Z', '2026-11-23T09:00:00.000Z', zone).text).toBe('over today');
  });
  it('turns from later to soon seven days before', () => {
    expect(relativeDue(due, '2026-11-17T10:00:00.000Z', zone).tone).toBe('later');
    expect(relativeDue(due, '2026-11-18T10:00:00.000Z', zone).tone).toBe('soon');
    expect(relativeDue(due, '2026-11-26T10:00:00.000Z', zone).tone).toBe('over');
  });
});
