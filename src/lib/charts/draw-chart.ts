import { type PlotOptions, plot } from '@observablehq/plot';
import { type ChartData, type ChartName, charts } from './index.ts';
import type { Chart, ChartFrame } from './chart.ts';
import { type SvgNode, svgTree } from './svg-tree.ts';
import type { ChartTheme } from './theme.ts';

type Registry = { readonly [Name in ChartName]: Chart<ChartData<Name>> };

/** The chart of that name, with the type of its data kept. */
export function chartOf<Name extends ChartName>(name: Name): Chart<ChartData<Name>> {
  const registry: Registry = charts;
  return registry[name];
}

export interface DrawnChart {
  readonly width: number;
  readonly height: number;
  readonly svg: SvgNode;
}

function draw(options: PlotOptions, document: Document): Element {
  const drawn = plot({ ...options, document });
  // With a legend or a title Plot wraps the drawing into a figure; the charts have neither.
  return drawn.localName === 'svg' ? drawn : (drawn.querySelector('svg') ?? drawn);
}

/**
 * Draws a chart into `document` (the browser's, or one of linkedom) and gives it back as data. The same data,
 * theme and frame give the same drawing everywhere.
 */
export function drawChart<Name extends ChartName>(
  name: Name,
  data: ChartData<Name>,
  { theme, frame, document }: { theme: ChartTheme; frame: ChartFrame; document: Document },
): DrawnChart {
  const chart = chartOf(name);
  const svg = svgTree(draw(chart.plot(data, theme, frame), document));
  return { width: frame.width, height: chart.height(frame.width, data), svg };
}
