import { type Markish, rect, text } from '@observablehq/plot';
import { shortDay } from './calendar-words.ts';
import type { ChartFrame } from './chart.ts';
import type { Margins } from './layout.ts';
import { patternFill } from './patterns.ts';
import { type PolicyBand, policyBands } from './policy-bands.ts';
import type { ChartTheme } from './theme.ts';
import { type WeekRow, type WeeksData, gapReason, labelledWeeks, weekPosition } from './weeks.ts';

export interface PlacedWeek extends WeekRow {
  readonly index: number;
}

export interface WeekAxis {
  readonly weeks: readonly PlacedWeek[];
  readonly domain: readonly [number, number];
  /** Pixels. */
  readonly weekWidth: number;
  readonly bands: readonly PolicyBand[];
}

/** Weeks side by side, 1 wide each, with the policies in force behind them. */
export function weekAxis({ rows, policies }: WeeksData, frame: ChartFrame, margins: Margins): WeekAxis {
  const domain = [0, Math.max(1, rows.length)] as const;
  const width = frame.width - margins.left - margins.right;
  const position = (iso: string): number => weekPosition(rows, iso);
  return {
    weeks: rows.map((row, index) => ({ ...row, index })),
    domain,
    weekWidth: width / domain[1],
    bands: policyBands(policies, { position, domain, width }),
  };
}

export const weekMiddle = ({ index }: PlacedWeek): number => index + 0.5;

/** The Mondays below the axis, as many as fit. */
export function weekLabels({ weeks, weekWidth }: WeekAxis, theme: ChartTheme): Markish {
  const labelled = new Set(labelledWeeks(weeks.length, weekWidth));
  return text(
    weeks.filter(({ index }) => labelled.has(index)),
    {
      x: weekMiddle,
      text: ({ week }: PlacedWeek) => shortDay(week),
      frameAnchor: 'bottom',
      dy: 14,
      lineAnchor: 'middle',
      fill: theme.ink3,
      className: 'week',
    },
  );
}

/** Weeks that were not measured: hatched over the whole height. */
export function weekGaps(gaps: readonly PlacedWeek[], frame: ChartFrame): Markish {
  return rect(gaps, {
    x1: ({ index }: PlacedWeek) => index + 0.09,
    x2: ({ index }: PlacedWeek) => index + 0.91,
    fill: patternFill('gap', frame),
    ariaLabel: gapReason,
    title: gapReason,
    className: 'gap',
  });
}
