import { expect, it } from 'vitest';
import { decisionWords, opinionsTitle } from './opinion-words.ts';

it('says who is right, as far as it is decided', () => {
  const open = { opinion: 'conflict', decision: null, proposed: null };
  expect(decisionWords(open)).toBe('Not decided');
  expect(decisionWords({ ...open, opinion: 'agrees' })).toBe('Both agree');
  expect(decisionWords({ ...open, decision: 'scan-right' })).toBe('Our scan is right');
  expect(decisionWords({ ...open, proposed: 'tool-right' })).toBe('Waits: the tool is right');
});

it('answers what there is to decide', () => {
  const undecided = { opinion: 'conflict', decision: 'open' };
  expect(opinionsTitle(0, undecided)).toBe('No other tool contradicts our scans');
  expect(opinionsTitle(1, undecided)).toBe('1 claim of other tools contradicts our scans');
  expect(opinionsTitle(2, { opinion: 'agrees' })).toBe('2 claims of other tools agree with our scans');
});
