import type { PlotOptions } from '@observablehq/plot';
import type { ChartTheme } from './theme.ts';

/** Where a chart is drawn. */
export interface ChartFrame {
  /** Pixels in the page, points in a PDF. */
  readonly width: number;
  /** Unique in the document: patterns are found by it. Letters, digits and hyphens. */
  readonly id: string;
}

/** One cell of the table behind a chart. */
export interface ChartCell {
  readonly text: string;
  /** The bare figure, for programs; null when it is not known. */
  readonly value?: number | string | null;
  /** Name of the field of the row that the figure comes from. */
  readonly field?: string;
  readonly href?: string;
}

/** The rows of a chart as a table: the same figures for readers, screen readers and spreadsheets. */
export interface ChartTable {
  readonly columns: readonly { readonly label: string; readonly numeric: boolean }[];
  readonly rows: readonly (readonly ChartCell[])[];
}

/** One entry of a legend. The sign is drawn as the marks are. */
export interface LegendEntry {
  readonly sign: LegendSign;
  readonly label: string;
}

export type LegendSign =
  | 'proven'
  | 'best-case'
  | 'cannot-tell'
  | 'flow-in'
  | 'flow-reopened'
  | 'flow-out'
  | 'open'
  | 'overdue'
  | CoverageSign;

export type CoverageSign = 'fresh' | 'stale' | 'uncredentialed' | 'failed' | 'never';

/** A chart: typed data in, options of Observable Plot out. Pure, so page and PDF share it. */
export interface Chart<Data> {
  readonly plot: (data: Data, theme: ChartTheme, frame: ChartFrame) => PlotOptions;
  /** Height for a width, both in pixels; part of the layout before anything is drawn. */
  readonly height: (width: number, data: Data) => number;
  /** What it shows in one sentence, read aloud in place of the picture. */
  readonly describe: (data: Data) => string;
  readonly table: (data: Data) => ChartTable;
  readonly legend: (data: Data) => readonly LegendEntry[];
  /** Sentence below the chart; null when there is nothing to add. */
  readonly caption: (data: Data) => string | null;
}
