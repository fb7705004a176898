import { type PlotOptions, axisY, gridY } from '@observablehq/plot';
import { formatCount, formatPercent } from '../format/numbers.ts';
import { monthName } from './calendar-words.ts';
import type { Chart, ChartFrame, ChartTable } from './chart.ts';
import { type Margins, frameOptions, isNarrow } from './layout.ts';
import { emptyMarks } from './no-data.ts';
import {
  gapMarks,
  isRange,
  isStaggered,
  monthMarks,
  percent,
  rangeMarks,
  spokenMonth,
  targetMarks,
  valueMarks,
} from './on-time-marks.ts';
import { type OnTimeData, monthPosition, onTimeCaption, scaleStart } from './on-time-months.ts';
import { patternDefinitions } from './patterns.ts';
import { policyBandMarks, policyBands } from './policy-bands.ts';
import type { ChartTheme } from './theme.ts';

/** Tens of percent from the start of the scale, quarters where it starts low. */
function percentTicks(start: number): number[] {
  const first = Math.round(start * 100);
  const all = Array.from({ length: 101 - first }, (_, index) => first + index);
  return all
    .filter((tick) => tick === first || tick % (first >= 50 ? 10 : 25) === 0)
    .map((tick) => tick / 100);
}

function height(width: number): number {
  return isNarrow({ width }) ? 220 : 272;
}

function plot(data: OnTimeData, theme: ChartTheme, frame: ChartFrame): PlotOptions {
  const [left, right] = [44, isNarrow(frame) ? 4 : 62];
  const tall = height(frame.width);
  const start = scaleStart(data);
  const rows = data.rows.map((row, index) => ({ ...row, index }));
  const inner = frame.width - left - right;
  const monthWidth = inner / Math.max(1, rows.length);
  const margins: Margins = { top: 24, right, bottom: isStaggered(monthWidth) ? 46 : 34, left };
  const position = (iso: string): number => monthPosition(data.rows, iso);
  const bands = policyBands(data.policies, { position, domain: [0, rows.length], width: inner });
  const ranges = rows.filter(isRange);
  const gaps = rows.filter((row) => !isRange(row));
  const ticks = percentTicks(start);
  return {
    ...frameOptions(theme, frame, tall, margins),
    x: { type: 'linear', domain: [0, Math.max(1, rows.length)], axis: null },
    y: { type: 'linear', domain: [start, 1], axis: null },
    marks: [
      patternDefinitions(['hatch', 'gap'], theme, frame),
      ...policyBandMarks(bands, theme),
      gridY(ticks, { stroke: theme.line, strokeOpacity: 1 }),
      ...(ranges.length === 0
        ? emptyMarks(theme, frame, 'Nothing was due in these months')
        : [
            axisY(ticks, { tickSize: 0, tickFormat: percent, fill: theme.ink3, label: null }),
            ...gapMarks(gaps, theme, frame),
            ...targetMarks(data.target, theme, frame),
            ...rangeMarks(ranges, theme, frame),
            valueMarks(ranges, theme, frame, monthWidth),
            ...monthMarks(rows, theme, monthWidth),
          ]),
    ],
  };
}

function table({ rows }: OnTimeData): ChartTable {
  const numeric = ['Due', 'Met', 'Missed', 'Cannot tell', 'Proven on time', 'At best'];
  const share = (field: 'lower' | 'upper', of: number | null) => ({
    text: of === null ? '–' : formatPercent(of),
    value: of,
    field,
  });
  return {
    columns: [{ label: 'Month', numeric: false }, ...numeric.map((label) => ({ label, numeric: true }))],
    rows: rows.map((row) => [
      { text: monthName(row.month), value: row.month },
      { text: formatCount(row.all), value: row.all, field: 'all', ...(row.href ? { href: row.href } : {}) },
      { text: formatCount(row.met), value: row.met, field: 'met' },
      { text: formatCount(row.missed), value: row.missed, field: 'missed' },
      { text: formatCount(row.unknown), value: row.unknown, field: 'unknown' },
      share('lower', row.lower),
      share('upper', row.upper),
    ]),
  };
}

/** Compliance by month of the due date, as a range from what is proven to the best case. */
export const onTimeByMonth: Chart<OnTimeData> = {
  plot,
  height,
  describe: ({ rows, target }) =>
    `Share on time by month of the due date${target === null ? '' : `, target ${percent(target)}`}. ` +
    (rows.length === 0 ? 'No month to show.' : rows.map(spokenMonth).join('. ')),
  table,
  legend: () => [
    { sign: 'proven', label: 'Proven on time (%)' },
    { sign: 'cannot-tell', label: 'Cannot tell' },
    { sign: 'best-case', label: 'If all unknown were on time' },
  ],
  caption: onTimeCaption,
};
