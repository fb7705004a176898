import { describe, expect, it } from 'vitest';
import { logRankSentence, timeToPatchTitle } from './time-to-patch-title.ts';

const row = { rank: 'high', n: 200, median: 12, followUp: 340, limitDays: 30 };
const plain = (text: string | null) => text?.replace(/\u202f/g, ' ') ?? null;

describe('answer of the time to patch', () => {
  it('says how long half of the high findings take, and their limit', () => {
    const rows = [{ ...row, rank: 'low', n: 900 }, row];
    expect(plain(timeToPatchTitle(rows))).toBe(
      'Half of the high findings are fixed within 12 d; the limit is 30 d',
    );
  });
  it('says how long it was watched when half were never fixed', () => {
    expect(plain(timeToPatchTitle([{ ...row, median: null }]))).toBe(
      'Half of the high findings are still open after 340 d; the limit is 30 d',
    );
  });
  it('does not call half of them still open before any was watched for a day', () => {
    const unknown = 'Time to patch is not known yet: no finding was followed for a day';
    expect(timeToPatchTitle([{ ...row, median: null, followUp: 0 }])).toBe(unknown);
    expect(timeToPatchTitle([{ ...row, median: null, followUp: null }])).toBe(unknown);
    expect(plain(timeToPatchTitle([{ ...row, median: null, followUp: 1 }]))).toBe(
      'Half of the high findings are still open after 1 d; the limit is 30 d',
    );
  });
  it('speaks of the rank with the most findings when there is no high one', () => {
    const rows = [
      { ...row, n: 0, median: null, followUp: null },
      { ...row, rank: 'low', n: 3 },
    ];
    expect(timeToPatchTitle(rows)).toContain('Half of the low findings');
  });
  it('says so when nothing has been followed', () => {
    expect(timeToPatchTitle([{ ...row, n: 0, median: null, followUp: null }])).toBe(
      'No finding has been followed yet',
    );
    expect(timeToPatchTitle([])).toBe('No finding has been followed yet');
  });
  it('claims a difference between ranks only when chance alone seldom makes one', () => {
    const test = { chiSquare: 8, degreesOfFreedom: 3 };
    expect(logRankSentence({ ...test, pValue: 0.0000001 })).toBe(
      'The ranks are patched at different speeds (log-rank test, p < 0.001).',
    );
    expect(logRankSentence({ ...test, pValue: 0.2 })).toBe(
      'No difference in speed between the ranks is proven (log-rank test, p = 0.200).',
    );
    expect(logRankSentence({ ...test, pValue: null })).toBeNull();
    expect(logRankSentence(null)).toBeNull();
  });
});
