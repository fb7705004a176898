import {
  type Markish,
  type PlotOptions,
  areaY,
  axisX,
  axisY,
  gridY,
  line,
  ruleX,
  text,
} from '@observablehq/plot';
import { formatCount, formatPercent } from '../format/numbers.ts';
import type { Chart, ChartCell, ChartFrame, ChartTable } from './chart.ts';
import { frameOptions, isNarrow } from './layout.ts';
import { emptyMarks } from './no-data.ts';
import { rankLines, rankWords } from './rank-lines.ts';
import { days, limitLabels, ringMarks, ringsOf, spokenRing, whole } from './survival-labels.ts';
import { type SurvivalRow, type SurvivalStep, fewAtRisk, runsOf, stepsUpTo } from './survival-steps.ts';
import type { ChartTheme } from './theme.ts';

export interface SurvivalData {
  readonly rows: readonly SurvivalRow[];
  /** What the days are counted from, for the description: `release`, `first detection`. */
  readonly clock?: string;
}

/** The last day shown: the longest limit, and 90 at least. */
export function lastDayShown(rows: readonly SurvivalRow[]): number {
  return Math.max(90, ...rows.map(({ limitDays }) => limitDays ?? 0));
}

function curveMarks(row: SurvivalRow, lastDay: number, theme: ChartTheme): Markish[] {
  const steps = stepsUpTo(row, lastDay);
  const style = rankLines[row.rank];
  const colour = theme.ranks[row.rank];
  const edge = (value: number | null, survival: number): number => value ?? survival;
  return [
    areaY(steps, {
      x: 'day',
      y1: ({ lower, survival }) => edge(lower, survival),
      y2: ({ upper, survival }) => edge(upper, survival),
      curve: 'step-after',
      fill: colour,
      fillOpacity: 0.14,
      className: 'band',
    }),
    ...runsOf(steps).map(({ isThin, points }) =>
      line(points, {
        x: 'day',
        y: 'survival',
        curve: 'step-after',
        stroke: colour,
        strokeWidth: isThin ? 0.75 : style.width,
        strokeDasharray: style.dash,
        strokeLinejoin: 'round',
        className: isThin ? 'curve thin' : 'curve',
      }),
    ),
  ];
}

const margins = { top: 36, right: 34, bottom: 24, left: 40 } as const;

function height(width: number): number {
  return isNarrow({ width }) ? 212 : 224;
}

/** Ticks at the limits, 0 and, where there is room, every 30 days. */
function dayTicks(lastDay: number, frame: ChartFrame): number[] {
  const rough = lastDay / Math.max(2, Math.floor((frame.width - margins.left - margins.right) / 70));
  const step = [15, 30, 60, 90, 180, 365].find((size) => size >= rough) ?? 365;
  const ticks = Array.from({ length: Math.floor(lastDay / step) + 1 }, (_, index) => index * step);
  const last = ticks.at(-1) ?? 0;
  return last === lastDay ? ticks : [...ticks.filter((tick) => lastDay - tick > step / 2), lastDay];
}

function plot({ rows }: SurvivalData, theme: ChartTheme, frame: ChartFrame): PlotOptions {
  const tall = height(frame.width);
  const lastDay = lastDayShown(rows);
  const shown = rows.filter(({ curve }) => curve.length > 0);
  const pixelsPerDay = (frame.width - margins.left - margins.right) / lastDay;
  const inner = tall - margins.top - margins.bottom;
  const labels = limitLabels(rows, pixelsPerDay);
  return {
    ...frameOptions(theme, frame, tall, margins),
    x: { type: 'linear', domain: [0, lastDay], axis: null },
    y: { type: 'linear', domain: [0, 1], axis: null },
    marks: [
      gridY([0, 0.25, 0.5, 0.75, 1], { stroke: theme.line, strokeOpacity: 1 }),
      axisY([0, 0.5, 1], { tickSize: 0, tickFormat: whole, fill: theme.ink3, label: null }),
      axisX(dayTicks(lastDay, frame), {
        tickSize: 3,
        stroke: theme.lineStrong,
        tickFormat: (day: number) => (day === lastDay ? days(day) : String(day)),
        fill: theme.ink3,
        label: null,
      }),
      ...(shown.length === 0
        ? emptyMarks(theme, frame, 'No finding was followed for a day, so no curve')
        : []),
      ruleX(labels, {
        x: 'day',
        stroke: theme.ink3,
        strokeWidth: 1,
        strokeDasharray: '2 3',
        insetTop: -4,
        className: 'limit',
      }),
      ...labels.map((label) =>
        text([label], {
          x: 'day',
          text: 'label',
          frameAnchor: 'top',
          dy: -12 - label.level * 12,
          lineAnchor: 'middle',
          fill: theme.ink2,
        }),
      ),
      // The most urgent last, so that it lies on top.
      ...shown.toReversed().flatMap((row) => curveMarks(row, lastDay, theme)),
      ...ringMarks(ringsOf(shown), theme, pixelsPerDay, inner),
    ],
  };
}

function describe({ rows, clock }: SurvivalData): string {
  const rings = ringsOf(rows);
  if (rings.length === 0) return 'Share still open by days: no limit is reached yet';
  const since = clock ? ` since ${clock}` : '';
  return `Share still open by days${since}. ${rings.map(spokenRing).join('. ')}.`;
}

const unknown: ChartCell = { text: '–', value: null };

/** Steps of a curve about every thirteenth of the axis, and the one that holds at the limit. */
function sampledSteps({ curve, limitDays }: SurvivalRow, lastDay: number): SurvivalStep[] {
  const every = Math.max(7, Math.round(lastDay / 91) * 7);
  const sampled = Array.from({ length: Math.floor(lastDay / every) + 1 }, (_, index) => index * every);
  const held = [...sampled, ...(limitDays === null ? [] : [limitDays])].map((at) =>
    curve.findLastIndex(({ day }) => day <= at),
  );
  const shown = new Set(held);
  return curve.filter((_, index) => shown.has(index));
}

function table({ rows }: SurvivalData): ChartTable {
  const numeric = ['Findings', 'Day', 'Still open', '95 % from', 'to', 'At risk'];
  const lastDay = lastDayShown(rows);
  return {
    columns: [{ label: 'Rank', numeric: false }, ...numeric.map((label) => ({ label, numeric: true }))],
    rows: rows.flatMap((row) =>
      sampledSteps(row, lastDay).map(({ day, survival, lower, upper, atRisk }) => [
        { text: rankWords[row.rank], value: row.rank },
        { text: formatCount(row.n), value: row.n },
        { text: formatCount(day), value: day },
        { text: formatPercent(survival), value: survival },
        lower === null ? unknown : { text: formatPercent(lower), value: lower },
        upper === null ? unknown : { text: formatPercent(upper), value: upper },
        { text: formatCount(atRisk), value: atRisk },
      ]),
    ),
  };
}

/** How long a finding stays open: one step curve per rank with its band, its limit and what is open there. */
export const survivalCurve: Chart<SurvivalData> = {
  plot,
  height,
  describe,
  table,
  // The table of key figures below the curve names the lines.
  legend: () => [],
  caption: ({ rows }) =>
    rows.some(({ curve }) => curve.some(({ atRisk, survival }) => atRisk < fewAtRisk && survival > 0))
      ? `The line is thin where fewer than ${fewAtRisk} are at risk.`
      : null,
};
