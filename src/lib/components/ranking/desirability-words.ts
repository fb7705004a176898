const words: Readonly<Record<string, string>> = {
  necessary: 'Necessary',
  desirable: 'Desirable',
  neutral: 'Neutral',
  undesirable: 'Undesirable',
};

/** How much this organisation wants a patch; null = not rated. */
export function desirabilityWord(rating: string | null): string {
  return rating === null ? 'Not rated' : (words[rating] ?? rating);
}

/** Ratings to choose from. */
export const desirabilityChoices = Object.entries(words).map(([value, label]) => ({ value, label }));

/** What a rating may rest on. */
export const basisChoices = [
  { value: 'research', label: 'The research' },
  { value: 'test', label: 'A test' },
  { value: 'rollout', label: 'A rollout' },
] as const;

/** What a rating rests on: `By research`, `After the test T-17`. */
export function basisWord({ basis, reference }: { basis: string; reference: string | null }): string {
  if (basis === 'research' || reference === null) return 'By research';
  return `After the ${basis} ${reference}`;
}
