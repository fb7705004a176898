import type { Rank } from '#core/policy/rank.ts';

/** Colours and font of a chart; each value is a CSS colour. */
export interface ChartTheme {
  readonly font: string;
  readonly surface: string;
  readonly sunken: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly fail: string;
  readonly warn: string;
  readonly warnWeak: string;
  readonly unscanned: string;
  readonly ranks: Readonly<Record<Rank, string>>;
  readonly flowIn: string;
  readonly flowOut: string;
}

/** The variables of src/app.css: a change of theme needs no new drawing. */
export const pageTheme: ChartTheme = {
  font: 'inherit',
  surface: 'var(--color-surface)',
  sunken: 'var(--color-sunken)',
  line: 'var(--color-line)',
  lineStrong: 'var(--color-line-strong)',
  ink: 'var(--color-ink)',
  ink2: 'var(--color-ink-2)',
  ink3: 'var(--color-ink-3)',
  fail: 'var(--color-fail)',
  warn: 'var(--color-warn)',
  warnWeak: 'var(--color-warn-weak)',
  unscanned: 'var(--color-unscanned)',
  ranks: {
    severe: 'var(--color-rank-severe)',
    high: 'var(--color-rank-high)',
    medium: 'var(--color-rank-medium)',
    low: 'var(--color-rank-low)',
  },
  flowIn: 'var(--color-flow-in)',
  flowOut: 'var(--color-flow-out)',
};

/** The light colours as literals: paper, and files that leave the page, know no variables. */
export const printTheme: ChartTheme = {
  font: "'Inter Variable', Inter, system-ui, sans-serif",
  surface: '#ffffff',
  sunken: '#f0f2f5',
  line: '#dfe3e8',
  lineStrong: '#b4bcc7',
  ink: '#14181e',
  ink2: '#434b57',
  ink3: '#5f6875',
  fail: '#a11422',
  warn: '#8b6200',
  warnWeak: '#faf0da',
  unscanned: '#57616d',
  ranks: { severe: '#35157a', high: '#6b45c6', medium: '#8c72d2', low: '#7c8491' },
  flowIn: '#b3702a',
  flowOut: '#2a6f8f',
};
