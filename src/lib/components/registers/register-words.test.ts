import { describe, expect, it } from 'vitest';
import { registerKinds } from '#core/register/register-kinds.ts';
import { dueWords, intervalWords, registersTitle } from './register-words.ts';

describe('the words of registers', () => {
  it('answer with what is overdue first, then what waits, then what comes', () => {
    const none = { entries: 3, overdue: 0, soon: 0, waiting: 0 };
    expect(registersTitle({ ...none, overdue: 1, waiting: 2, soon: 3 })).toBe('1 review is overdue');
    expect(registersTitle({ ...none, waiting: 2, soon: 3 })).toBe('2 entries wait for approval');
    expect(registersTitle({ ...none, soon: 3 })).toBe('3 reviews are due within 30 days');
    expect(registersTitle(none)).toBe('No review is due within 30 days');
    expect(registersTitle({ ...none, entries: 0 })).toBe('Nothing is recorded in the registers');
  });

  it('count days on both sides of the due date', () =>
    expect([-2, 0, 5].map(dueWords)).toEqual(['2 d overdue', 'due today', '5 d left']));

  it('have one for the interval of every register', () => {
    for (const { cadence } of Object.values(registerKinds))
      expect(intervalWords(cadence.interval.usual)).toMatch(/^(Every|Within)/);
  });
});
