import { type Markish, type PlotOptions, axisY, gridY, rect, ruleY } from '@observablehq/plot';
import { countOf, formatCount } from '../format/numbers.ts';
import { shortDay } from './calendar-words.ts';
import type { Chart, ChartCell, ChartFrame, ChartTable } from './chart.ts';
import { type Margins, frameOptions, isNarrow, niceTicks } from './layout.ts';
import { emptyMarks } from './no-data.ts';
import { patternDefinitions } from './patterns.ts';
import { bandNameHeight, policyBandMarks } from './policy-bands.ts';
import type { ChartTheme } from './theme.ts';
import { type PlacedWeek, weekAxis, weekGaps, weekLabels } from './week-axis.ts';
import { type WeekCount, type WeeksData, flowSentence, flowTotals, isMeasured } from './weeks.ts';

const signed = (count: number): string => (count < 0 ? `−${formatCount(-count)}` : formatCount(count));

interface Bar {
  readonly count: WeekCount;
  readonly words: string;
  readonly colour: string;
  readonly from: (week: PlacedWeek) => number;
  readonly to: (week: PlacedWeek) => number;
}

const amount = (count: number | null): number => count ?? 0;

/** In above zero, reopened on top of new; out below. */
function barsOf(theme: ChartTheme): Bar[] {
  return [
    { count: 'new', words: 'new', colour: theme.flowIn, from: () => 0, to: (week) => amount(week.new) },
    {
      count: 'reopened',
      words: 'reopened',
      colour: theme.ink,
      from: (week) => amount(week.new),
      to: (week) => amount(week.new) + amount(week.reopened),
    },
    {
      count: 'closed',
      words: 'verified closed',
      colour: theme.flowOut,
      from: () => 0,
      to: (week) => -amount(week.closed),
    },
  ];
}

function barMark(bar: Bar, weeks: readonly PlacedWeek[]): Markish {
  const spoken = (week: PlacedWeek): string =>
    `Week of ${shortDay(week.week)}: ${formatCount(amount(week[bar.count]))} ${bar.words}`;
  return rect(
    weeks.filter((week) => amount(week[bar.count]) > 0),
    {
      x1: ({ index }: PlacedWeek) => index + 0.19,
      x2: ({ index }: PlacedWeek) => index + 0.81,
      y1: bar.from,
      y2: bar.to,
      fill: bar.colour,
      href: (week: PlacedWeek) => week.hrefs?.[bar.count] ?? null,
      ariaLabel: spoken,
      title: spoken,
      className: `flow-${bar.count}`,
    },
  );
}

function flowMarks(
  weeks: readonly PlacedWeek[],
  ticks: readonly number[],
  theme: ChartTheme,
  frame: ChartFrame,
): Markish[] {
  const isGap = (week: PlacedWeek): boolean => !isMeasured(week);
  return [
    axisY(ticks, { tickSize: 0, tickFormat: signed, fill: theme.ink3, label: null }),
    weekGaps(weeks.filter(isGap), frame),
    ...barsOf(theme).map((bar) => barMark(bar, weeks.filter(isMeasured))),
    ruleY([0], { stroke: theme.ink, strokeWidth: 1 }),
  ];
}

function height(width: number): number {
  return isNarrow({ width }) ? 200 : 216;
}

function marginsFor({ policies }: WeeksData): Margins {
  return { top: policies.length > 0 ? bandNameHeight + 8 : 8, right: 4, bottom: 24, left: 44 };
}

function plot(data: WeeksData, theme: ChartTheme, frame: ChartFrame): PlotOptions {
  const margins = marginsFor(data);
  const axis = weekAxis(data, frame, margins);
  const measured = axis.weeks.filter(isMeasured);
  const above = Math.max(1, ...measured.map((week) => amount(week.new) + amount(week.reopened)));
  const below = Math.max(1, ...measured.map((week) => amount(week.closed)));
  const largest = Math.max(above, below);
  const ticks = niceTicks(largest)
    .flatMap((tick) => (tick === 0 ? [0] : [tick, -tick]))
    .filter((tick) => tick <= above * 1.1 && tick >= -below * 1.1);
  return {
    ...frameOptions(theme, frame, height(frame.width), margins),
    x: { type: 'linear', domain: [...axis.domain], axis: null },
    y: { type: 'linear', domain: [-below * 1.06, above * 1.06], axis: null },
    marks: [
      patternDefinitions(['gap'], theme, frame),
      ...policyBandMarks(axis.bands, theme),
      gridY(ticks, { stroke: theme.line, strokeOpacity: 1 }),
      ...(measured.length === 0
        ? emptyMarks(theme, frame, 'No week measured yet')
        : flowMarks(axis.weeks, ticks, theme, frame)),
      weekLabels(axis, theme),
    ],
  };
}

/** The weeks as a table, shared by flow and backlog. */
export function weekTable({ rows }: WeeksData): ChartTable {
  const counts: readonly (readonly [WeekCount, string])[] = [
    ['new', 'New'],
    ['reopened', 'Reopened'],
    ['closed', 'Verified closed'],
    ['openAtEnd', 'Open at the end'],
    ['overdueAtEnd', 'Overdue at the end'],
  ];
  return {
    columns: [{ label: 'Week of', numeric: false }, ...counts.map(([, label]) => ({ label, numeric: true }))],
    rows: rows.map((row) => [
      { text: `${shortDay(row.week)} ${row.week.slice(0, 4)}`, value: row.week },
      ...counts.map(([field]): ChartCell => {
        const count = row[field];
        const href = row.hrefs?.[field];
        return {
          text: count === null ? '–' : formatCount(count),
          value: count,
          field,
          ...(href ? { href } : {}),
        };
      }),
    ]),
  };
}

/** What comes in and what goes out, by week. */
export const weeklyFlow: Chart<WeeksData> = {
  plot,
  height,
  describe: (data) => {
    const totals = flowTotals(data.rows);
    const [came, back, went] = [totals.new, totals.reopened, totals.closed].map(formatCount);
    const sums = `${came} new, ${back} reopened, ${went} verified closed`;
    return `Findings per week over ${countOf(data.rows.filter(isMeasured).length, 'week')}: ${sums}. ${flowSentence(data) ?? ''}`.trim();
  },
  table: weekTable,
  legend: ({ rows }) => {
    const totals = flowTotals(rows);
    return [
      { sign: 'flow-in', label: `New ${formatCount(totals.new)}` },
      { sign: 'flow-reopened', label: `Reopened ${formatCount(totals.reopened)}` },
      { sign: 'flow-out', label: `Verified closed ${formatCount(totals.closed)}` },
    ];
  },
  caption: flowSentence,
};
