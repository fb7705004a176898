import { describe, expect, it } from 'vitest';
import { causeWords, deadlineRole } from './clock-words.ts';

describe('the words of a deadline', () => {
  it('says why it was added', () => {
    expect(causeWords('first')).toBe('First deadline');
    expect(causeWords('policy 8')).toBe('After a new policy, v8');
    expect(causeWords('something-new')).toBe('something-new');
  });
  it('lets only the last of a rule set the due date', () => {
    const rest = { withdrawn: false, task: 'patch' };
    const early = { rule: 'own', due: '2026-05-31', validFrom: '2026-05-01', ...rest };
    const late = { rule: 'own', due: '2026-05-31', validFrom: '2026-05-12', ...rest };
    const other = { rule: 'pci', due: '2026-06-30', validFrom: '2026-05-01', ...rest };
    const toRank = { ...other, rule: 'rank', task: 'rank' };
    const ranked = { ...toRank, validFrom: '2026-05-03', withdrawn: true };
    const unranked = { ...toRank, rule: 'rank-2' };
    const all = [early, late, other, toRank, ranked, unranked];
    expect(all.map((row) => deadlineRole(row, all, '2026-05-31'))).toEqual([
      'Replaced',
      'Sets the due date',
      'Kept for the record',
      'Replaced',
      'No longer applies',
      'Rank it by then',
    ]);
  });
});
