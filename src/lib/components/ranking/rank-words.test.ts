import { describe, expect, it } from 'vitest';
import {
  answeredWords,
  approversWords,
  endingWords,
  proposedWords,
  rankChangesTitle,
  statusWord,
} from './rank-words.ts';

describe('the words of rank changes', () => {
  it('says where one stands', () => {
    expect(statusWord({ status: 'waiting', endedWhy: null })).toBe('Waits for a second person');
    expect(statusWord({ status: 'ended', endedWhy: 'refused' })).toBe('Refused');
    expect(endingWords({ status: 'ended', endedWhy: 'refused', endedBy: 'Ida' })).toBe('Refused by Ida');
    expect(endingWords({ status: 'ended', endedWhy: 'voided', endedBy: null })).toBe(
      'Void: the method ranks higher now',
    );
  });
  it('counts those that could approve beyond the ones it names', () => {
    expect(approversWords({ names: ['Ida', 'Max'], count: 2 })).toBe('Ida, Max');
    expect(approversWords({ names: ['Ida', 'Max'], count: 5 })).toBe('Ida, Max and 3 more');
  });
  it('answers what waits', () => {
    expect(rankChangesTitle(0, 0)).toBe('Nobody has changed a rank');
    expect(rankChangesTitle(4, 0)).toBe('No rank change waits for a second person');
    expect(rankChangesTitle(4, 1)).toBe('1 rank change waits for a second person');
  });
  it('tells what an answer did', () => {
    expect(answeredWords('2-refused')).toBe('2 rank changes refused.');
    expect(answeredWords('1-approved')).toBe('1 rank change approved: the new rank holds from now on.');
  });
  it('tells what a proposal did to how many findings', () => {
    expect(proposedWords('1-0-0')).toBe('1 finding has the new rank now.');
    expect(proposedWords('3-2-1')).toBe(
      '1 finding has the new rank now. 2 findings wait for a second person. ' +
        '1 other finding was left alone: it is their rank already, or another proposal waits.',
    );
  });
});
