import { type Markish, rect, ruleY, text } from '@observablehq/plot';
import { NARROW_SPACE, formatCount, formatPercent } from '../format/numbers.ts';
import { monthName, shortMonth } from './calendar-words.ts';
import type { ChartFrame } from './chart.ts';
import { isNarrow } from './layout.ts';
import { type OnTimeRow, gapReason } from './on-time-months.ts';
import { patternFill } from './patterns.ts';
import type { ChartTheme } from './theme.ts';

/** A month and its place on the axis. */
export interface Placed extends OnTimeRow {
  readonly index: number;
}

export interface Range extends Placed {
  readonly lower: number;
  readonly upper: number;
}

export const percent = (share: number): string => `${Math.round(share * 100)}${NARROW_SPACE}%`;
const value = (share: number): string => formatPercent(share).split(NARROW_SPACE)[0] ?? '';

/** True when the month has a figure. */
export function isRange(row: Placed): row is Range {
  return row.lower !== null && row.upper !== null;
}

/** What a month says when it is read aloud. */
export function spokenMonth(row: OnTimeRow): string {
  if (row.lower === null || row.upper === null) return gapReason(row);
  const range = `${formatPercent(row.lower)} proven on time, ${formatPercent(row.upper)} at best`;
  const { all, met, missed, unknown } = row;
  const counts = `${formatCount(met)} met, ${formatCount(missed)} missed, ${formatCount(unknown)} cannot tell`;
  return `${monthName(row.month)}: ${range}; ${formatCount(all)} due: ${counts}`;
}

/** Half the width of a mark, in months. */
const half = 0.26;
const left = ({ index }: Placed): number => index + 0.5 - half;
const right = ({ index }: Placed): number => index + 0.5 + half;
const middle = ({ index }: Placed): number => index + 0.5;

/** A range from what is proven to the best case, hatched between. */
export function rangeMarks(ranges: readonly Range[], theme: ChartTheme, frame: ChartFrame): Markish[] {
  const ends = { x1: left, x2: right };
  return [
    rect(ranges, {
      ...ends,
      y1: 'lower',
      y2: 'upper',
      fill: patternFill('hatch', frame),
      href: (row: Range) => row.href ?? null,
      ariaLabel: spokenMonth,
      title: spokenMonth,
      className: 'range',
    }),
    ruleY(ranges, { ...ends, y: 'upper', stroke: theme.ink3, strokeWidth: 1.5, className: 'best' }),
    ruleY(ranges, {
      ...ends,
      y: 'lower',
      stroke: theme.ink,
      strokeWidth: 2.5,
      inset: -1.5,
      className: 'proven',
    }),
  ];
}

/** The proven share below its range; on a narrow chart of the first and the last month only. */
export function valueMarks(
  ranges: readonly Range[],
  theme: ChartTheme,
  frame: ChartFrame,
  monthWidth: number,
): Markish {
  const ends = [ranges.at(0), ranges.at(-1)].filter((row) => row !== undefined);
  const printed = monthWidth >= 30 && !isNarrow(frame) ? ranges : [...new Set(ends)];
  return text(printed, {
    x: middle,
    y: 'lower',
    text: (row: Range) => value(row.lower),
    dy: 10,
    lineAnchor: 'middle',
    fill: theme.ink,
    stroke: theme.surface,
    strokeWidth: 3,
    className: 'value',
  });
}

/** Months without a figure, with the reason. */
export function gapMarks(gaps: readonly Placed[], theme: ChartTheme, frame: ChartFrame): Markish[] {
  return [
    rect(gaps, {
      x1: left,
      x2: right,
      fill: patternFill('gap', frame),
      ariaLabel: gapReason,
      title: gapReason,
      className: 'gap',
    }),
    text(gaps, {
      x: middle,
      text: ({ reason }: Placed) => reason ?? 'nothing was due',
      frameAnchor: 'bottom',
      rotate: -90,
      dx: 0,
      dy: -6,
      textAnchor: 'start',
      lineAnchor: 'middle',
      fill: theme.ink2,
      stroke: theme.surface,
      strokeWidth: 4,
    }),
  ];
}

/** The target, dashed and labelled. */
export function targetMarks(target: number | null, theme: ChartTheme, frame: ChartFrame): Markish[] {
  if (target === null) return [];
  const label = `${percent(target)} target`;
  const place = isNarrow(frame)
    ? { dx: -2, dy: -7, textAnchor: 'end' as const }
    : { dx: 4, dy: 0, textAnchor: 'start' as const };
  return [
    ruleY([target], { stroke: theme.ink, strokeWidth: 1.25, strokeDasharray: '4 3', className: 'target' }),
    text([target], {
      y: (share: number) => share,
      text: () => label,
      frameAnchor: 'right',
      lineAnchor: 'middle',
      fill: theme.ink,
      ...place,
    }),
  ];
}

/** Narrower than this the counts below the months stand on two lines in turn. Pixels. */
const countWidth = 36;

/** True when the counts need the second line. */
export function isStaggered(monthWidth: number): boolean {
  return monthWidth < countWidth;
}

/** Month and number due below each mark. */
export function monthMarks(rows: readonly Placed[], theme: ChartTheme, monthWidth: number): Markish[] {
  const word = ({ month, index }: Placed): string => {
    if (rows.length > 12 && (month.endsWith('-01') || index === 0)) return `’${month.slice(2, 4)}`;
    return monthWidth >= 26 ? shortMonth(month) : shortMonth(month).slice(0, 1);
  };
  const place = { frameAnchor: 'bottom', lineAnchor: 'middle' } as const;
  const onLine = (lower: number): Placed[] =>
    rows.filter(({ index }) => (isStaggered(monthWidth) ? index % 2 : 0) === lower);
  return [
    text(rows, { ...place, x: middle, text: word, dy: 12, fill: theme.ink2, className: 'month' }),
    ...[0, 1].map((lower) =>
      text(onLine(lower), {
        ...place,
        x: middle,
        text: ({ all }: Placed) => formatCount(all),
        dy: 25 + 12 * lower,
        fill: theme.ink3,
        className: 'due',
      }),
    ),
    text(['Due'], {
      ...place,
      frameAnchor: 'bottom-left',
      textAnchor: 'end',
      dx: -8,
      dy: 25,
      fill: theme.ink3,
    }),
  ];
}
