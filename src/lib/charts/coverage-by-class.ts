import { type Markish, type PlotOptions, rect, text } from '@observablehq/plot';
import { countOf, formatCount } from '../format/numbers.ts';
import type { Chart, ChartCell, ChartFrame, ChartTable, CoverageSign } from './chart.ts';
import { type Margins, frameOptions, isNarrow, spreadLabels, textWidth } from './layout.ts';
import { emptyMarks } from './no-data.ts';
import { patternDefinitions, patternFill } from './patterns.ts';
import type { ChartTheme } from './theme.ts';

/** How the assets of one class stand. The parts add up to `assets`. */
export interface CoverageRow {
  readonly class: string;
  readonly assets: number;
  /** Scanned with credentials within the window. */
  readonly fresh: number;
  /** Scanned with credentials, but longer ago. */
  readonly stale: number;
  /** Seen over the network only. */
  readonly uncredentialed: number;
  /** The last scan failed. */
  readonly failed: number;
  readonly never: number;
  readonly hrefs?: Partial<Readonly<Record<CoverageSign, string>>>;
}

export interface CoverageData {
  readonly rows: readonly CoverageRow[];
}

/** The parts of a bar from left to right, in the words of the page. */
export const coverageWords: Readonly<Record<CoverageSign, string>> = {
  fresh: 'fresh',
  stale: 'stale',
  uncredentialed: 'network only',
  failed: 'failed',
  never: 'never scanned',
};

const parts: readonly CoverageSign[] = ['fresh', 'stale', 'uncredentialed', 'failed', 'never'];
interface Part {
  readonly row: CoverageRow;
  readonly index: number;
  readonly part: CoverageSign;
  readonly count: number;
  /** Shares of the class, 0 to 1. */
  readonly from: number;
  readonly to: number;
}

/** The parts of one bar that hold at least one asset, as shares of the class. */
export function partsOf(row: CoverageRow, index = 0): Part[] {
  const total = parts.reduce((sum, part) => sum + row[part], 0);
  let before = 0;
  return parts
    .filter((part) => row[part] > 0)
    .map((part) => {
      const from = before / total;
      before += row[part];
      return { row, index, part, count: row[part], from, to: before / total };
    });
}

function spokenPart({ row, part, count }: Part): string {
  return `${row.class}: ${formatCount(count)} of ${countOf(row.assets, 'asset')} ${coverageWords[part]}`;
}

/** Pixels of one row: name (above the bar where it is narrow), bar, counts. */
interface RowLayout {
  readonly row: number;
  readonly bar: number;
}

const barHeight = 14;

function rowLayout(frame: Pick<ChartFrame, 'width'>): RowLayout {
  return isNarrow(frame) ? { row: 56, bar: 20 } : { row: 40, bar: 2 };
}

function barMark(part: CoverageSign, shown: readonly Part[], theme: ChartTheme, frame: ChartFrame): Markish {
  const layout = rowLayout(frame);
  const fills: Readonly<Record<CoverageSign, string>> = {
    fresh: theme.ink2,
    stale: patternFill('stale', frame),
    uncredentialed: patternFill('hatch', frame),
    failed: theme.fail,
    never: theme.surface,
  };
  const outline = { stroke: theme.unscanned, strokeWidth: 1, strokeDasharray: '2 2', inset: 0.5 };
  return rect(
    shown.filter((one) => one.part === part),
    {
      x1: 'from',
      x2: 'to',
      y1: ({ index }: Part) => index + layout.bar / layout.row,
      y2: ({ index }: Part) => index + (layout.bar + barHeight) / layout.row,
      insetRight: 1,
      ...(part === 'never' ? outline : {}),
      fill: fills[part],
      href: ({ row }: Part) => row.hrefs?.[part] ?? null,
      ariaLabel: spokenPart,
      title: spokenPart,
      className: `part-${part}`,
    },
  );
}

interface PlacedCount {
  readonly index: number;
  readonly x: number;
  readonly label: string;
}

/** The counts below a bar, each below its part as far as they leave each other room. */
function countsBelow(shown: readonly Part[], width: number): PlacedCount[] {
  const full = shown.map(({ part, count }) => `${formatCount(count)} ${coverageWords[part]}`);
  const room = full.reduce((sum, label) => sum + textWidth(label) + 8, 0);
  const labels = room <= width ? full : shown.map(({ count }) => formatCount(count));
  const boxes = shown.map(({ from, to }, at) => ({
    centre: ((from + to) / 2) * width,
    width: textWidth(labels[at] ?? ''),
  }));
  const centres = spreadLabels(boxes, 0, width, 8);
  return shown.map(({ index }, at) => ({ index, x: (centres[at] ?? 0) / width, label: labels[at] ?? '' }));
}

function nameMarks(rows: readonly CoverageRow[], theme: ChartTheme, frame: ChartFrame): Markish[] {
  const layout = rowLayout(frame);
  const placed = rows.map((row, index) => ({ row, index }));
  const y = ({ index }: { index: number }): number =>
    index + (isNarrow(frame) ? 10 : layout.bar + barHeight / 2) / layout.row;
  const side = isNarrow(frame)
    ? { frameAnchor: 'left' as const, textAnchor: 'start' as const, dx: 0 }
    : { frameAnchor: 'left' as const, textAnchor: 'end' as const, dx: -10 };
  return [
    text(placed, { y, text: ({ row }) => row.class, fill: theme.ink, lineAnchor: 'middle', ...side }),
    text(placed, {
      y,
      text: ({ row }) => formatCount(row.assets),
      frameAnchor: 'right',
      textAnchor: isNarrow(frame) ? 'end' : 'start',
      dx: isNarrow(frame) ? 0 : 8,
      fill: theme.ink2,
      lineAnchor: 'middle',
    }),
  ];
}

function gapMarks(rows: readonly CoverageRow[], theme: ChartTheme, frame: ChartFrame): Markish[] {
  const layout = rowLayout(frame);
  const gaps = rows.map((row, index) => ({ row, index })).filter(({ row }) => partsOf(row).length === 0);
  return [
    rect(gaps, {
      x1: () => 0,
      x2: () => 1,
      y1: ({ index }) => index + layout.bar / layout.row,
      y2: ({ index }) => index + (layout.bar + barHeight) / layout.row,
      fill: patternFill('gap', frame),
      className: 'gap',
    }),
    text(gaps, {
      y: ({ index }) => index + (layout.bar + barHeight + 10) / layout.row,
      text: () => 'no assets of this class',
      frameAnchor: 'left',
      fill: theme.ink3,
    }),
  ];
}

function height(width: number, { rows }: CoverageData): number {
  return Math.max(1, rows.length) * rowLayout({ width }).row + 4;
}

function plot(data: CoverageData, theme: ChartTheme, frame: ChartFrame): PlotOptions {
  const { rows } = data;
  const names = Math.max(40, ...rows.map((row) => textWidth(row.class)));
  const side = isNarrow(frame) ? 0 : Math.min(160, Math.ceil(names) + 12);
  const margins: Margins = { top: 2, right: isNarrow(frame) ? 0 : 48, bottom: 2, left: side };
  const width = frame.width - margins.left - margins.right;
  const shown = rows.map((row, index) => partsOf(row, index));
  const layout = rowLayout(frame);
  return {
    ...frameOptions(theme, frame, height(frame.width, data), margins),
    x: { type: 'linear', domain: [0, 1], axis: null },
    y: { type: 'linear', domain: [Math.max(1, rows.length), 0], axis: null },
    marks: [
      patternDefinitions(['hatch', 'stale', 'gap'], theme, frame),
      ...(rows.length === 0 ? emptyMarks(theme, frame, 'No assets yet') : gapMarks(rows, theme, frame)),
      ...nameMarks(rows, theme, frame),
      ...parts.map((part) => barMark(part, shown.flat(), theme, frame)),
      text(
        shown.flatMap((one) => countsBelow(one, width)),
        {
          x: 'x',
          y: ({ index }: PlacedCount) => index + (layout.bar + barHeight + 10) / layout.row,
          text: 'label',
          fill: theme.ink2,
          lineAnchor: 'middle',
          className: 'counts',
        },
      ),
    ],
  };
}

function table({ rows }: CoverageData): ChartTable {
  const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
  const labels = ['Assets', ...parts.map((part) => capital(coverageWords[part]))];
  return {
    columns: [{ label: 'Class', numeric: false }, ...labels.map((label) => ({ label, numeric: true }))],
    rows: rows.map((row) => [
      { text: row.class, value: row.class },
      { text: formatCount(row.assets), value: row.assets, field: 'assets' },
      ...parts.map((part): ChartCell => {
        const href = row.hrefs?.[part];
        return { text: formatCount(row[part]), value: row[part], field: part, ...(href ? { href } : {}) };
      }),
    ]),
  };
}

/** How much of each class of assets is covered, as parts of 100 %. */
export const coverageByClass: Chart<CoverageData> = {
  plot,
  height,
  describe: ({ rows }) =>
    rows.length === 0
      ? 'Coverage by class: no assets yet.'
      : `Coverage by class. ${rows.flatMap((row) => partsOf(row).map(spokenPart)).join('. ')}.`,
  table,
  legend: () => parts.map((part) => ({ sign: part, label: coverageWords[part] })),
  caption: () => null,
};
