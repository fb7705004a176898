import { countOf } from '#lib/format/numbers.ts';

const words: Readonly<Record<string, string>> = {
  severe: 'Severe',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  automatic: 'Rank of the method',
};

/** A rank, or what goes back to the method's; null = not ranked. */
export function rankWord(rank: string | null): string {
  return rank === null ? 'Not ranked' : (words[rank] ?? rank);
}

const endings: Readonly<Record<string, string>> = {
  withdrawn: 'Withdrawn',
  refused: 'Refused',
  superseded: 'Replaced',
  voided: 'Void: the method ranks higher now',
  completed: 'Taken back to the method',
};

interface Standing {
  readonly status: string;
  readonly endedWhy: string | null;
}

/** Where a rank change stands. */
export function statusWord({ status, endedWhy }: Standing): string {
  if (status === 'waiting') return 'Waits for a second person';
  if (status === 'in-force') return 'In force';
  return endings[endedWhy ?? ''] ?? 'Ended';
}

/** How one ended, and by whom: `Refused by Ida Chief`. */
export function endingWords({
  endedBy,
  ...standing
}: Standing & { readonly endedBy: string | null }): string {
  return endedBy === null ? statusWord(standing) : `${statusWord(standing)} by ${endedBy}`;
}

/** Who may be the second person: `Ida Chief, Max Manager and 3 more`. */
export function approversWords({ names, count }: { names: readonly string[]; count: number }): string {
  const rest = count - names.length;
  return rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ');
}

/** The page's answer to: what waits? */
export function rankChangesTitle(total: number, waiting: number): string {
  if (waiting > 0)
    return `${countOf(waiting, 'rank change')} ${waiting === 1 ? 'waits' : 'wait'} for a second person`;
  return total === 0 ? 'Nobody has changed a rank' : 'No rank change waits for a second person';
}

/** What a proposal did, from the receipt that the address carries as `proposed-waiting-skipped`. */
export function proposedWords(receipt: string): string {
  const [proposed = 0, waiting = 0, skipped = 0] = receipt.split('-').map(Number);
  const holds = proposed - waiting;
  return [
    holds > 0 ? `${countOf(holds, 'finding')} ${holds === 1 ? 'has' : 'have'} the new rank now.` : '',
    waiting > 0
      ? `${countOf(waiting, 'finding')} ${waiting === 1 ? 'waits' : 'wait'} for a second person.`
      : '',
    skipped > 0
      ? `${countOf(skipped, 'other finding')} ${skipped === 1 ? 'was' : 'were'} left alone: it is their rank already, or another proposal waits.`
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}

const answers: Readonly<Record<string, string>> = {
  approved: 'approved: the new rank holds from now on.',
  refused: 'refused.',
  withdrawn: 'taken back.',
};

/** What an answer did, from the receipt that the address carries as `count-answer`. */
export function answeredWords(receipt: string): string {
  const [count, answer = ''] = receipt.split('-');
  return `${countOf(Number(count), 'rank change')} ${answers[answer] ?? 'answered.'}`;
}
