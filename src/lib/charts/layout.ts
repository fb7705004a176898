import type { PlotOptions } from '@observablehq/plot';
import type { ChartFrame } from './chart.ts';
import type { ChartTheme } from './theme.ts';

/** Below this width labels are shortened and only the outer values are printed. Pixels. */
const narrowWidth = 480;

export function isNarrow({ width }: Pick<ChartFrame, 'width'>): boolean {
  return width < narrowWidth;
}

/** Width of a text of 11 px: nothing can be measured on the server, and figures are all one width. */
export function textWidth(text: string): number {
  return text.length * 6.3;
}

export interface Margins {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** Size, margins and type that all charts share: 11 px, figures of one width, no title of Plot's own. */
export function frameOptions(
  theme: ChartTheme,
  frame: ChartFrame,
  height: number,
  margins: Margins,
): PlotOptions {
  return {
    width: frame.width,
    height,
    marginTop: margins.top,
    marginRight: margins.right,
    marginBottom: margins.bottom,
    marginLeft: margins.left,
    style: {
      fontFamily: theme.font,
      fontSize: '11px',
      fontVariantNumeric: 'tabular-nums',
      overflow: 'visible',
      background: 'none',
      color: theme.ink3,
    },
  };
}

export interface LabelBox {
  /** Where the label would like to have its centre. */
  readonly centre: number;
  readonly width: number;
}

/**
 * Centres of labels on one line such that none overlaps and none leaves `from` to `to`, in the order given
 * (ascending), each as near to its wish as the ones before it allow. Pixels.
 */
export function spreadLabels(labels: readonly LabelBox[], from: number, to: number, gap = 6): number[] {
  const centres: number[] = [];
  let free = from;
  for (const { centre, width } of labels) {
    const placed = Math.max(centre, free + width / 2);
    centres.push(placed);
    free = placed + width / 2 + gap;
  }
  let limit = to;
  return labels
    .map(({ width }, index) => ({ width, centre: centres[index] ?? 0 }))
    .reverse()
    .map(({ width, centre }) => {
      const placed = Math.min(centre, limit - width / 2);
      limit = placed - width / 2 - gap;
      return placed;
    })
    .reverse();
}

/** Whole numbers from 0 to at least `max`, 3 to 6 of them, at 1, 2 or 5 times a power of ten. */
export function niceTicks(max: number): number[] {
  const rough = Math.max(1, max / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? power;
  return Array.from({ length: Math.ceil(max / step) + 1 }, (_, index) => index * step);
}
