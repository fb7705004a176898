import type { Mark } from './verdict.ts';

const marks: Readonly<Record<string, Mark>> = {
  complete: 'pass',
  succeeded: 'pass',
  partial: 'indeterminate',
  failed: 'fail',
  running: 'running',
};

const words: Readonly<Record<string, string>> = {
  complete: 'Complete',
  succeeded: 'Complete',
  partial: 'Partial',
  failed: 'Failed',
  running: 'Running',
  queued: 'Waiting',
  cancelled: 'Stopped',
  interrupted: 'Interrupted',
};

/** The mark of a scan or job; one that did not run to its end measured nothing. */
export function outcomeMark(outcome: string): Mark {
  return (Object.hasOwn(marks, outcome) ? marks[outcome] : undefined) ?? 'not-scanned';
}

export function outcomeWord(outcome: string): string {
  return (Object.hasOwn(words, outcome) ? words[outcome] : undefined) ?? outcome;
}

/** Whether a job may still change. */
export function isLive(state: string): boolean {
  return state === 'queued' || state === 'running';
}
