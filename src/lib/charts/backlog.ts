import { type Markish, type PlotOptions, axisY, dot, gridY, line, text } from '@observablehq/plot';
import { formatCount } from '../format/numbers.ts';
import { shortDay } from './calendar-words.ts';
import type { Chart, ChartFrame } from './chart.ts';
import { type Margins, frameOptions, isNarrow, niceTicks } from './layout.ts';
import { emptyMarks } from './no-data.ts';
import { patternDefinitions } from './patterns.ts';
import { bandNameHeight, policyBandMarks } from './policy-bands.ts';
import type { ChartTheme } from './theme.ts';
import { type PlacedWeek, weekAxis, weekGaps, weekLabels } from './week-axis.ts';
import { weekTable } from './weekly-flow.ts';
import type { WeeksData } from './weeks.ts';

type Level = 'openAtEnd' | 'overdueAtEnd';

interface LevelLine {
  readonly level: Level;
  readonly word: string;
  readonly colour: string;
  readonly width: number;
}

function linesOf(theme: ChartTheme): LevelLine[] {
  return [
    { level: 'openAtEnd', word: 'open', colour: theme.ink2, width: 1.75 },
    { level: 'overdueAtEnd', word: 'overdue', colour: theme.fail, width: 2.5 },
  ];
}

/** Week ends: a level belongs to the last moment of its week. */
const weekEnd = ({ index }: PlacedWeek): number => index + 1;

function levelMarks(
  { level, word, colour, width }: LevelLine,
  weeks: readonly PlacedWeek[],
  theme: ChartTheme,
): Markish[] {
  const known = weeks.filter((week) => week[level] !== null);
  const last = known.at(-1);
  const count = (week: PlacedWeek): number => week[level] ?? Number.NaN;
  const spoken = (week: PlacedWeek): string =>
    `End of the week of ${shortDay(week.week)}: ${formatCount(count(week))} ${word}`;
  return [
    // Weeks without a count stay in the data as not a number, so the line breaks there.
    line(weeks, { x: weekEnd, y: count, stroke: colour, strokeWidth: width, className: `level-${level}` }),
    dot(known, {
      x: weekEnd,
      y: count,
      r: width,
      fill: colour,
      href: (week: PlacedWeek) => week.hrefs?.[level] ?? null,
      ariaLabel: spoken,
      title: spoken,
      className: `point-${level}`,
    }),
    text(last ? [last] : [], {
      x: weekEnd,
      y: count,
      text: (week: PlacedWeek) => `${formatCount(count(week))} ${word}`,
      dx: 7,
      textAnchor: 'start',
      lineAnchor: 'middle',
      fill: level === 'overdueAtEnd' ? theme.fail : theme.ink,
      fontWeight: 600,
    }),
  ];
}

function height(width: number): number {
  return isNarrow({ width }) ? 180 : 200;
}

function plot(data: WeeksData, theme: ChartTheme, frame: ChartFrame): PlotOptions {
  const margins: Margins = {
    top: data.policies.length > 0 ? bandNameHeight + 8 : 8,
    right: 82,
    bottom: 24,
    left: 44,
  };
  const axis = weekAxis(data, frame, margins);
  const levels = axis.weeks.flatMap(({ openAtEnd, overdueAtEnd }) => [openAtEnd ?? 0, overdueAtEnd ?? 0]);
  const ticks = niceTicks(Math.max(1, ...levels));
  const isKnown = ({ openAtEnd, overdueAtEnd }: PlacedWeek): boolean =>
    openAtEnd !== null || overdueAtEnd !== null;
  return {
    ...frameOptions(theme, frame, height(frame.width), margins),
    x: { type: 'linear', domain: [...axis.domain], axis: null },
    y: { type: 'linear', domain: [0, ticks.at(-1) ?? 1], axis: null },
    marks: [
      patternDefinitions(['gap'], theme, frame),
      ...policyBandMarks(axis.bands, theme),
      gridY(ticks, { stroke: theme.line, strokeOpacity: 1 }),
      ...(axis.weeks.some(isKnown)
        ? [
            axisY(ticks, { tickSize: 0, tickFormat: formatCount, fill: theme.ink3, label: null }),
            weekGaps(
              axis.weeks.filter((week) => !isKnown(week)),
              frame,
            ),
          ]
        : emptyMarks(theme, frame, 'No week measured yet')),
      ...linesOf(theme).flatMap((one) => levelMarks(one, axis.weeks, theme)),
      weekLabels(axis, theme),
    ],
  };
}

function describe({ rows }: WeeksData): string {
  const last = rows.at(-1);
  const first = rows.find(({ openAtEnd }) => openAtEnd !== null);
  if (!first || !last) return 'Open and overdue findings at week ends: no week measured yet.';
  const words = (count: number | null): string => (count === null ? 'not measured' : formatCount(count));
  return (
    `Open and overdue findings at week ends. ${shortDay(first.week)}: ${words(first.openAtEnd)} open, ` +
    `${words(first.overdueAtEnd)} overdue. ${shortDay(last.week)}: ${words(last.openAtEnd)} open, ` +
    `${words(last.overdueAtEnd)} overdue.`
  );
}

/** What was open and what was overdue at each week's end, as two lines from zero. */
export const backlog: Chart<WeeksData> = {
  plot,
  height,
  describe,
  table: weekTable,
  legend: () => [
    { sign: 'open', label: 'Open' },
    { sign: 'overdue', label: 'Overdue' },
  ],
  caption: () => null,
};
