/** The four verdicts, and the two marks that stand for something else. */
export type Mark = 'pass' | 'fail' | 'indeterminate' | 'not-scanned' | 'stale' | 'running';

export const markWords: Readonly<Record<Mark, string>> = {
  pass: 'Pass',
  fail: 'Fail',
  indeterminate: 'Indeterminate',
  'not-scanned': 'Not scanned',
  stale: 'Stale',
  running: 'Running',
};

export const markColours: Readonly<Record<Mark, string>> = {
  pass: 'text-pass',
  fail: 'text-fail',
  indeterminate: 'text-warn',
  'not-scanned': 'text-unscanned',
  stale: 'text-warn',
  running: 'text-accent',
};

function isMark(value: string): value is Mark {
  return Object.hasOwn(markWords, value);
}

/** A value that is no known mark is shown as what we cannot tell, never as a pass. */
export function toMark(verdict: string): Mark {
  return isMark(verdict) ? verdict : 'indeterminate';
}
