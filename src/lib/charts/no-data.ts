import { type Markish, frame as plotFrame, text } from '@observablehq/plot';
import type { ChartFrame } from './chart.ts';
import { patternDefinitions, patternFill } from './patterns.ts';
import type { ChartTheme } from './theme.ts';

/** The whole frame hatched, with the reason: nothing measured is neither zero nor white space. */
export function emptyMarks(theme: ChartTheme, frame: ChartFrame, reason: string): Markish[] {
  return [
    patternDefinitions(['gap'], theme, frame),
    plotFrame({ fill: patternFill('gap', frame), fillOpacity: 0.6, stroke: null, className: 'no-data' }),
    text([reason], {
      text: (words: string) => words,
      frameAnchor: 'middle',
      fill: theme.ink2,
      fontSize: 12,
      stroke: theme.surface,
      strokeWidth: 6,
    }),
  ];
}
