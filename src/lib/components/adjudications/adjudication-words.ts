import { countOf } from '#lib/format/numbers.ts';
import { endingWords } from '../ranking/rank-words.ts';

const words: Readonly<Record<string, string>> = {
  'false-positive': 'False positive',
  'not-affected': 'Not affected',
  duplicate: 'Duplicate',
  'wrong-match': 'Wrong match',
  'scan-right': 'Our scan is right',
  'tool-right': 'The tool is right',
};

/** What was decided. */
export function verdictWord(verdict: string): string {
  return words[verdict] ?? verdict;
}

/** Why a finding is none, to choose from. */
export const findingVerdictChoices = [
  { value: 'false-positive', label: 'False positive', hint: 'The flaw is not there: backported, or misread' },
  { value: 'not-affected', label: 'Not affected', hint: 'It is there, and cannot be used on this asset' },
  { value: 'duplicate', label: 'Duplicate', hint: 'Another finding is about the same' },
  { value: 'wrong-match', label: 'Wrong match', hint: 'Another product than the one installed' },
] as const;

/** Who is right, to choose from. */
export const claimVerdictChoices = [
  {
    value: 'scan-right',
    label: 'Our scan is right',
    hint: 'The claim is ruled out until another version is installed',
  },
  {
    value: 'tool-right',
    label: 'The tool is right',
    hint: 'A finding opens, first detected by the tool’s scan',
  },
] as const;

interface Standing {
  readonly status: string;
  readonly endedWhy: string | null;
  readonly endedBy: string | null;
}

/** Where one stands: `Waits for a second person`, `Refused by Ida Chief`, `Void: other facts`. */
export function standingWords(row: Standing): string {
  if (row.status !== 'ended') return row.status === 'waiting' ? 'Waits for a second person' : 'In force';
  if (row.endedWhy === 'voided') return 'Void: the facts changed';
  if (row.endedWhy === 'reversed') return row.endedBy ? `Reversed by ${row.endedBy}` : 'Reversed';
  return endingWords(row);
}

/** The page's answer to: what waits? */
export function adjudicationsTitle(total: number, waiting: number): string {
  if (waiting > 0)
    return `${countOf(waiting, 'adjudication')} ${waiting === 1 ? 'waits' : 'wait'} for a second person`;
  return total === 0 ? 'Nothing has been adjudicated' : 'No adjudication waits for a second person';
}

/** What a proposal did, from the receipt that the address carries as `proposed-skipped-findings`. */
export function proposedWords(receipt: string, noun: 'finding' | 'claim'): string {
  const [proposed = 0, skipped = 0, findings = 0] = receipt.split('-').map(Number);
  const wait = (count: number, what: string): string =>
    `${countOf(count, what)} ${count === 1 ? 'waits' : 'wait'} for a second person.`;
  return [
    wait(proposed, noun),
    findings > 0 ? `So ${findings === 1 ? 'does' : 'do'} ${countOf(findings, 'finding')} it had opened.` : '',
    skipped > 0
      ? `${countOf(skipped, `other ${noun}`)} ${skipped === 1 ? 'was' : 'were'} left alone: another proposal waits.`
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}

const answers: Readonly<Record<string, string>> = {
  approved: 'approved: in force from now on.',
  refused: 'refused.',
  withdrawn: 'taken back.',
  reversed: 'reversed: what it had taken out counts again.',
};

/** What an answer did, from the receipt that the address carries as `count-answer`. */
export function answeredWords(receipt: string): string {
  const [count, answer = ''] = receipt.split('-');
  return `${countOf(Number(count), 'adjudication')} ${answers[answer] ?? 'answered.'}`;
}
