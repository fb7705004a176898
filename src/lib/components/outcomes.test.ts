import { describe, expect, it } from 'vitest';
import { isLive, outcomeMark, outcomeWord } from './outcomes.ts';

describe('scan outcomes', () => {
  it('shows only a complete scan as complete', () => {
    const states = ['partial', 'failed', 'running', 'queued', 'cancelled', 'interrupted', 'constructor', ''];
    for (const state of states) expect(outcomeMark(state), state).not.toBe('pass');
    expect(outcomeMark('complete')).toBe('pass');
  });
  it('prints a state it does not know as it is', () => {
    expect(outcomeWord('interrupted')).toBe('Interrupted');
    expect(outcomeWord('else')).toBe('else');
  });
  it('follows only jobs that may still change', () => {
    expect(['queued', 'running', 'succeeded', 'interrupted'].filter(isLive)).toEqual(['queued', 'running']);
  });
});
