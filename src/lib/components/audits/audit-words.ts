import { countOf } from '#lib/format/numbers.ts';

const statuses: Readonly<Record<string, string>> = {
  open: 'Waits for an answer',
  answered: 'Answered',
  returned: 'Returned',
  accepted: 'Accepted',
  withdrawn: 'Withdrawn',
};

/** Where a request stands. */
export function requestStatus(status: string): string {
  return statuses[status] ?? status;
}

interface Counts {
  readonly requests: number;
  readonly waiting: number;
  readonly overdue: number;
  readonly answered: number;
}

/** The page's answer to: what do auditors wait for? */
export function requestsTitle({ requests, waiting, overdue, answered }: Counts): string {
  if (overdue > 0)
    return `${countOf(overdue, 'request')} of auditors ${overdue === 1 ? 'is' : 'are'} overdue`;
  if (waiting > 0)
    return `${countOf(waiting, 'request')} of auditors ${waiting === 1 ? 'waits' : 'wait'} for an answer`;
  if (answered > 0)
    return `${countOf(answered, 'answer')} ${answered === 1 ? 'waits' : 'wait'} for the auditor`;
  return requests === 0 ? 'No auditor has asked for anything' : 'Every request is settled';
}

/** `12 d overdue`, `due today`, `7 d left`. */
export function daysWords(daysLeft: number): string {
  if (daysLeft < 0) return `${-daysLeft} d overdue`;
  return daysLeft === 0 ? 'due today' : `${daysLeft} d left`;
}

/** How a day stands out: not at all while it is more than three days away. */
export function daysTone({ daysLeft, overdue }: { daysLeft: number | null; overdue: boolean }): string {
  if (overdue) return 'font-semibold text-fail';
  return daysLeft !== null && daysLeft <= 3 ? 'font-semibold text-warn' : 'text-ink-3';
}

/** Whose people see it. */
export function unitText(
  unit: string | null,
  units: readonly { readonly unit: string; readonly name: string }[],
): string {
  if (unit === null) return 'Several units';
  if (unit === '*') return 'All units';
  return units.find((one) => one.unit === unit)?.name ?? unit;
}

const happened: Readonly<Record<string, string>> = {
  asked: 'asked',
  answered: 'answered',
  accepted: 'accepted the answer',
  returned: 'returned the answer',
  withdrawn: 'withdrew the request',
};

/** What a person did with a request. */
export function requestHappened(kind: string): string {
  return happened[kind] ?? kind;
}

const done: Readonly<Record<string, string>> = {
  asked: 'Your request is recorded.',
  answered: 'Your answer is recorded.',
  accepted: 'The answer is accepted.',
  returned: 'The answer went back.',
  withdrawn: 'The request is withdrawn.',
  drawn: 'The sample is drawn and kept.',
  judged: 'The result is recorded.',
  'taken-back': 'The comment is taken back.',
};

/** What was just done, from the word that the address carries; null = nothing. */
export function auditDone(what: string | null): string | null {
  return what === null ? null : (done[what] ?? 'Done.');
}

const results: Readonly<Record<string, string>> = {
  pass: 'Pass',
  'exception-noted': 'Exception noted',
  'not-applicable': 'Not applicable',
};

/** What was found about an item of a sample; null = nothing yet. */
export function resultWords(result: string | null): string {
  return result === null ? 'Not looked at' : (results[result] ?? result);
}

/** The choices of a result. */
export const resultChoices = Object.entries(results).map(([value, label]) => ({ value, label }));

/** The page's answer to: what was sampled? */
export function samplesTitle(samples: readonly { readonly size: number; readonly judged: number }[]): string {
  if (samples.length === 0) return 'No sample is drawn yet';
  const open = samples.filter(({ size, judged }) => judged < size).length;
  if (open === 0) return `${countOf(samples.length, 'sample')}, every item looked at`;
  return `${countOf(open, 'sample')} of ${samples.length} ${open === 1 ? 'has' : 'have'} items to look at`;
}

/** `rank: severe, from: 2026-05-01`. */
export function filterWords(filters: Readonly<Record<string, string>>): string {
  const parts = Object.entries(filters).map(([name, value]) => `${name}: ${value}`);
  return parts.join(', ');
}
