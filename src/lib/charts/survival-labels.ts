import { type Markish, dot, text } from '@observablehq/plot';
import { NARROW_SPACE, formatCount } from '../format/numbers.ts';
import { type LabelBox, textWidth } from './layout.ts';
import { rankWords } from './rank-lines.ts';
import type { SurvivalRow } from './survival-steps.ts';
import type { ChartTheme } from './theme.ts';

/** `30 d`. */
export const days = (count: number): string => `${formatCount(count)}${NARROW_SPACE}d`;
/** A share as whole percent, as rings and axis have it. */
export const whole = (share: number): string => `${Math.round(share * 100)}${NARROW_SPACE}%`;

export interface LimitLabel {
  readonly day: number;
  readonly label: string;
  readonly level: number;
}

/** One label per distinct limit; one that would run into its neighbour goes a line higher. */
export function limitLabels(rows: readonly SurvivalRow[], pixelsPerDay: number): LimitLabel[] {
  const limits = [...new Set(rows.flatMap(({ limitDays }) => (limitDays === null ? [] : [limitDays])))];
  const ends = [-Infinity, -Infinity, -Infinity];
  return limits
    .sort((a, b) => a - b)
    .map((day, index) => {
      const label = index === 0 ? `limit ${days(day)}` : days(day);
      const [left, right] = [
        day * pixelsPerDay - textWidth(label) / 2,
        day * pixelsPerDay + textWidth(label) / 2,
      ];
      const level = Math.max(
        0,
        ends.findIndex((end) => left > end + 6),
      );
      ends[level] = right;
      return { day, label, level };
    });
}

/** Where a curve meets its limit. */
export interface Ring {
  readonly row: SurvivalRow;
  readonly day: number;
  readonly share: number;
  readonly label: string;
}

export function ringsOf(rows: readonly SurvivalRow[]): Ring[] {
  return rows.flatMap((row) =>
    row.limitDays === null || row.openAtLimit === null
      ? []
      : [{ row, day: row.limitDays, share: row.openAtLimit, label: whole(row.openAtLimit) }],
  );
}

/** What a ring says when it is read aloud. */
export function spokenRing({ row, label, day }: Ring): string {
  return `${rankWords[row.rank]}: ${label} of ${formatCount(row.n)} still open at the limit of ${days(day)}`;
}

/** Labels stand right above their ring; where two would cover each other the later one goes higher. */
function liftedLabels(
  rings: readonly Ring[],
  pixelsPerDay: number,
  height: number,
): (Ring & { lift: number })[] {
  const placed: { box: LabelBox; y: number }[] = [];
  return rings
    .toSorted((a, b) => a.day - b.day || a.share - b.share)
    .map((ring) => {
      const width = textWidth(ring.label);
      const box = { centre: ring.day * pixelsPerDay + 6 + width / 2, width };
      let y = (1 - ring.share) * height - 8;
      const covers = (other: { box: LabelBox; y: number }): boolean =>
        Math.abs(other.box.centre - box.centre) < (other.box.width + width) / 2 + 2 &&
        Math.abs(other.y - y) < 12;
      while (placed.some(covers)) y -= 12;
      placed.push({ box, y });
      return { ...ring, lift: y - (1 - ring.share) * height };
    });
}

/** A ring per limit with the share still open, and the label beside it. */
export function ringMarks(
  rings: readonly Ring[],
  theme: ChartTheme,
  pixelsPerDay: number,
  height: number,
): Markish[] {
  const labels = liftedLabels(rings, pixelsPerDay, height);
  return [
    dot(rings, {
      x: 'day',
      y: 'share',
      r: 3.75,
      fill: theme.surface,
      stroke: ({ row }: Ring) => theme.ranks[row.rank],
      strokeWidth: 2,
      href: ({ row }: Ring) => row.href ?? null,
      ariaLabel: spokenRing,
      title: spokenRing,
      className: 'ring',
    }),
    ...labels.map((ring) =>
      text([ring], {
        x: 'day',
        y: 'share',
        text: 'label',
        dx: 6,
        dy: ring.lift,
        textAnchor: 'start',
        fill: theme.ink,
        fontWeight: 600,
        stroke: theme.surface,
        strokeWidth: 3,
      }),
    ),
  ];
}
