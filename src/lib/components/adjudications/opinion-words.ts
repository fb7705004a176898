import { countOf } from '#lib/format/numbers.ts';
import { verdictWord } from './adjudication-words.ts';

interface Standing {
  readonly opinion: string;
  readonly decision: string | null;
  readonly proposed: string | null;
}

/** Who is right, as far as it is decided. */
export function decisionWords({ opinion, decision, proposed }: Standing): string {
  if (proposed !== null) return `Waits: ${verdictWord(proposed).toLowerCase()}`;
  if (decision !== null) return verdictWord(decision);
  return opinion === 'agrees' ? 'Both agree' : 'Not decided';
}

type Filters = Readonly<Record<string, string>>;

/** The page's answer to: what is there to decide? */
export function opinionsTitle(total: number, { opinion, decision }: Filters): string {
  const what = countOf(total, 'claim');
  if (total === 0 && !opinion && !decision) return 'No other tool has spoken of what our scans know';
  if (opinion === 'conflict' && decision === 'open')
    return total === 0
      ? 'No other tool contradicts our scans'
      : `${what} of other tools ${total === 1 ? 'contradicts' : 'contradict'} our scans`;
  if (opinion === 'agrees')
    return `${what} of other tools ${total === 1 ? 'agrees' : 'agree'} with our scans`;
  if (decision === 'any') return `${what} of other tools ${total === 1 ? 'is' : 'are'} decided`;
  return `${what} of other tools about what our scans know`;
}
