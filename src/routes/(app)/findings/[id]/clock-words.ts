import type { CauseKind } from '#core/sla/obligation.ts';

const causes: Readonly<Record<CauseKind, string>> = {
  first: 'First deadline',
  policy: 'After a new policy',
  're-rank': 'After a re-rank',
  kev: 'After its listing as exploited',
  exposure: 'After a change of exposure',
  scope: 'After a change of scope',
  unit: 'After a move to another unit',
  advisory: 'After the advisory became known',
  superseded: 'After a newer fix replaced it',
  withdrawn: 'After the fix was withdrawn',
};
const words: Readonly<Record<string, string>> = causes;

/** Why a deadline was added. The number of a policy version stands behind its cause, as in `policy 8`. */
export function causeWords(cause: string): string {
  const [kind = '', version] = cause.split(' ');
  const said = words[kind];
  if (said === undefined) return cause;
  return version === undefined ? said : `${said}, v${version}`;
}

interface Deadline {
  readonly rule: string;
  readonly due: string;
  readonly validFrom: string;
  /** From then on the rule no longer applies. */
  readonly withdrawn: boolean;
  readonly task: string | null;
}

/** What each deadline does: the last one of a rule is in force, and the earliest for the fix sets the due date. */
export function deadlineRole(row: Deadline, all: readonly Deadline[], due: string | null): string {
  if (row.withdrawn) return 'No longer applies';
  const replaced = all.some((one) => one.rule === row.rule && one.validFrom > row.validFrom);
  if (replaced) return 'Replaced';
  if (row.task === 'rank') return 'Rank it by then';
  return row.due === due ? 'Sets the due date' : 'Kept for the record';
}
