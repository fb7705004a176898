import { countOf } from '#lib/format/numbers.ts';

/** How many of the chosen assets a decision leaves as they are. */
export function stayWords(count: number): string {
  if (count === 0) return 'Each of them changes.';
  return count === 1 ? '1 asset stays as it is.' : `${countOf(count, 'asset')} stay as they are.`;
}
