import { describe, expect, it } from 'vitest';
import {
  adjudicationsTitle,
  answeredWords,
  proposedWords,
  standingWords,
  verdictWord,
} from './adjudication-words.ts';

describe('the words of adjudications', () => {
  it('say where one stands', () => {
    expect(standingWords({ status: 'waiting', endedWhy: null, endedBy: null })).toBe(
      'Waits for a second person',
    );
    expect(standingWords({ status: 'ended', endedWhy: 'voided', endedBy: null })).toBe(
      'Void: the facts changed',
    );
    expect(standingWords({ status: 'ended', endedWhy: 'reversed', endedBy: 'Ida' })).toBe('Reversed by Ida');
    expect(standingWords({ status: 'ended', endedWhy: 'refused', endedBy: 'Ida' })).toBe('Refused by Ida');
    expect(verdictWord('tool-right')).toBe('The tool is right');
  });
  it('answer what waits', () => {
    expect(adjudicationsTitle(0, 0)).toBe('Nothing has been adjudicated');
    expect(adjudicationsTitle(3, 2)).toBe('2 adjudications wait for a second person');
  });
  it('tell what a proposal and an answer did', () => {
    expect(proposedWords('1-0-0', 'finding')).toBe('1 finding waits for a second person.');
    expect(proposedWords('2-1-1', 'claim')).toBe(
      '2 claims wait for a second person. So does 1 finding it had opened. ' +
        '1 other claim was left alone: another proposal waits.',
    );
    expect(answeredWords('2-reversed')).toBe('2 adjudications reversed: what it had taken out counts again.');
  });
});
