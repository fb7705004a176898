import { describe, expect, it } from 'vitest';
import { exceptionsTitle, leftWords, worksheetLabels } from './exception-words.ts';
import { worksheetFields } from '#core/exception/exception-content.ts';

describe('the words of exceptions', () => {
  it('answer with what needs a decision first, then what ends, then what holds', () => {
    expect(exceptionsTitle({ waiting: 1, active: 3, ending: 2 })).toBe('1 exception waits for a decision');
    expect(exceptionsTitle({ waiting: 0, active: 3, ending: 2 })).toBe('2 exceptions end within 30 days');
    expect(exceptionsTitle({ waiting: 0, active: 3, ending: 0 })).toBe('3 exceptions are active');
    expect(exceptionsTitle({ waiting: 0, active: 0, ending: 0 })).toBe('No exception is active');
  });

  it('name the six fields in the order of the standard', () => {
    expect(worksheetLabels.map(({ field }) => field)).toEqual(worksheetFields);
  });

  it('say that the last day is today', () =>
    expect([leftWords(0), leftWords(7)]).toEqual(['ends today', '7 d left']));
});
