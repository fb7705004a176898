import { countOf } from '../format/numbers.ts';
import { unfixedWord } from '../format/state-words.ts';

/** The answer of the list as one sentence; without a feed nothing is known, which is not zero. */
export function unfixedTitle(
  { total, feeds }: { readonly total: number; readonly feeds: number },
  filters: Readonly<Record<string, string>>,
): string {
  const where = filters.asset ? ` on ${filters.asset}` : '';
  if (feeds === 0) return 'Flaws without a fix are not known: no feed was read';
  if (total === 0)
    return filters.state || filters.q ? 'No such flaw matches' : `No flaw without a fix is known${where}`;
  const flaws = countOf(total, 'flaw');
  const verb = total === 1 ? 'has' : 'have';
  if (filters.state === 'announced')
    return `${flaws} ${total === 1 ? 'waits' : 'wait'} for an announced fix${where}`;
  return `${flaws} ${verb} no fix to install${where}`;
}

interface Said {
  readonly state: string;
  readonly announced: readonly string[];
  readonly archives: readonly string[];
}

/** What the vendor says, with the version or the archive where it names one. */
export function unfixedSays({ state, announced, archives }: Said): string {
  if (announced.length > 0) return `${announced.join(', ')} is announced, not released`;
  if (archives.length > 0) return `Fix needs the subscription ${archives.join(', ')}`;
  return unfixedWord(state);
}

/** Address of one vulnerability without a fix. */
export function unfixedPath(cve: string): string {
  return `/unfixed/${encodeURIComponent(cve)}`;
}

/** `EPSS 0.097`: the probability of exploitation within 30 days. */
export function epssWords({ score }: { readonly score: number }): string {
  return score < 0.001 ? 'EPSS below 0.001' : `EPSS ${Number(score.toFixed(3))}`;
}
