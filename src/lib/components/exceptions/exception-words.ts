import { countOf } from '#lib/format/numbers.ts';

const statuses: Readonly<Record<string, string>> = {
  draft: 'Draft',
  requested: 'Waits for a decision',
  'in-assessment': 'In assessment',
  'change-requested': 'Returned for change',
  active: 'Active',
  suspended: 'Suspended',
  expired: 'Expired',
  revoked: 'Revoked',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
};

/** Where an exception stands. */
export function exceptionStatus(status: string): string {
  return statuses[status] ?? status;
}

const happened: Readonly<Record<string, string>> = {
  drafted: 'drafted it',
  edited: 'changed it',
  requested: 'asked for it',
  assessed: 'assessed it',
  'change-requested': 'returned it',
  approved: 'approved it',
  refused: 'refused it',
  withdrawn: 'took it back',
  revoked: 'revoked it',
  suspended: 'suspended it',
  'condition-met': 'confirmed a condition',
};

/** What a person did: `assessed it`. */
export function happenedWords(kind: string): string {
  return happened[kind] ?? kind;
}

const recommended: Readonly<Record<string, string>> = {
  approve: 'recommends approval',
  'approve-shorter': 'recommends approval with a shorter term',
  refuse: 'recommends refusal',
};

export function recommendationWords(recommendation: string): string {
  return recommended[recommendation] ?? recommendation;
}

/** The six fields in the order of PCI DSS v4.0.1 Appendix C, as people call them. */
export const worksheetLabels = [
  { field: 'constraints', label: 'Constraints', hint: 'Why the requirement cannot be met as it stands.' },
  { field: 'definition', label: 'Definition of controls', hint: 'What is done instead.' },
  {
    field: 'objective',
    label: 'Objective',
    hint: 'What the original control is for, and how this one meets it.',
  },
  { field: 'identifiedRisk', label: 'Identified risk', hint: 'What risk the lack of the original leaves.' },
  { field: 'validation', label: 'Validation', hint: 'How it was tested that the control works.' },
  { field: 'maintenance', label: 'Maintenance', hint: 'What keeps it working, and who answers for it.' },
] as const;

interface Waiting {
  readonly waiting: number;
  readonly active: number;
  readonly ending: number;
}

/** The page's answer to: what needs a decision? */
export function exceptionsTitle({ waiting, active, ending }: Waiting): string {
  if (waiting > 0)
    return `${countOf(waiting, 'exception')} ${waiting === 1 ? 'waits' : 'wait'} for a decision`;
  if (ending > 0) return `${countOf(ending, 'exception')} ${ending === 1 ? 'ends' : 'end'} within 30 days`;
  return active === 0
    ? 'No exception is active'
    : `${countOf(active, 'exception')} ${active === 1 ? 'is' : 'are'} active`;
}

/** `ends today`, `1 d left`. */
export function leftWords(days: number): string {
  return days === 0 ? 'ends today' : `${days} d left`;
}

/** What a decision did, from the word that the address carries. */
export function doneWords(done: string): string {
  const words: Readonly<Record<string, string>> = {
    saved: 'The draft is saved.',
    requested: 'It waits for a decision now.',
    approved: 'Your approval is recorded.',
    'change-requested': 'It went back to its author.',
    refused: 'It is refused.',
    assessed: 'Your assessment is recorded.',
    withdrawn: 'It is taken back.',
    revoked: 'It is revoked: what it covered is back in the queue.',
    suspended: 'It is suspended: what it covered is back in the queue.',
    'condition-met': 'The condition is confirmed.',
  };
  return words[done] ?? 'Done.';
}

const controlStatuses: Readonly<Record<string, string>> = {
  holds: 'Holds',
  'never-validated': 'Never validated',
  failed: 'Failed its validation',
  missed: 'Validation missed',
  retired: 'Retired',
};

/** Where a compensating control stands. */
export function controlStatus(status: string): string {
  return controlStatuses[status] ?? status;
}
