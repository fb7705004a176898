import type { Rank } from '#core/policy/rank.ts';

export interface LineStyle {
  /** Pixels. */
  readonly width: number;
  readonly dash?: string;
}

/** How the line of a rank is drawn, so that no colour is needed to tell them apart. */
export const rankLines: Readonly<Record<Rank, LineStyle>> = {
  severe: { width: 2.5 },
  high: { width: 2 },
  medium: { width: 1.75, dash: '6 3' },
  low: { width: 1.75, dash: '2 2.5' },
};

export const rankWords: Readonly<Record<Rank, string>> = {
  severe: 'Severe',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};
