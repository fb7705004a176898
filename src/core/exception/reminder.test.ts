import { describe, expect, it } from 'vitest';
import { reminderAt, reminderDue } from './reminder.ts';

const zone = 'Europe/Berlin';
const until = Date.parse('2026-06-30T21:59:59.999Z');
const dueOn = (day: string, since = '2026-04-01') =>
  reminderDue({ since: Date.parse(`${since}T10:00:00Z`), until, now: Date.parse(`${day}T10:00:00Z`), zone });

describe('the reminder of something that ends on 30 June', () => {
  it('comes at 30, 14, 7 and 1 days and stays that one until the next', () => {
    expect(
      ['2026-05-30', '2026-05-31', '2026-06-15', '2026-06-16', '2026-06-23', '2026-06-29'].map((day) =>
        dueOn(day),
      ),
    ).toEqual([null, 30, 30, 14, 7, 1]);
    expect(dueOn('2026-06-30')).toBe(1);
  });

  it('is none any more once it is over, to the millisecond', () => {
    expect(reminderDue({ since: 0, until, now: until, zone })).toBe(1);
    expect(reminderDue({ since: 0, until, now: until + 1, zone })).toBeNull();
  });

  it('is none for days that were not left any more when it began', () => {
    expect(dueOn('2026-06-20', '2026-06-20')).toBeNull();
    expect(dueOn('2026-06-23', '2026-06-20')).toBe(7);
    expect(dueOn('2026-06-23', '2026-06-23')).toBeNull();
  });

  it('past days are no reminder', () => expect(reminderAt(-1)).toBeNull());
});
