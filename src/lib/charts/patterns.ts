import type { Markish, RenderFunction } from '@observablehq/plot';
import type { ChartFrame } from './chart.ts';
import type { ChartTheme } from './theme.ts';

/** `hatch` = cannot tell, diagonal 2 on 5 px; `stale` = vertical 1 on 4 px; `gap` = no data, diagonal and pale. */
export type PatternName = 'hatch' | 'stale' | 'gap';

interface Pattern {
  readonly size: number;
  readonly stroke: number;
  readonly angle: number;
  readonly ink: (theme: ChartTheme) => string;
  readonly ground: (theme: ChartTheme) => string;
}

const patterns: Readonly<Record<PatternName, Pattern>> = {
  hatch: { size: 5, stroke: 2, angle: 45, ink: ({ warn }) => warn, ground: ({ warnWeak }) => warnWeak },
  stale: { size: 4, stroke: 1, angle: 0, ink: ({ warn }) => warn, ground: ({ warnWeak }) => warnWeak },
  gap: {
    size: 6,
    stroke: 1,
    angle: 45,
    ink: ({ lineStrong }) => lineStrong,
    ground: ({ surface }) => surface,
  },
};

const svg = 'http://www.w3.org/2000/svg';

function element(document: Document, name: string, attributes: Readonly<Record<string, string | number>>) {
  const created = document.createElementNS(svg, name);
  for (const [attribute, value] of Object.entries(attributes)) created.setAttribute(attribute, String(value));
  return created;
}

/** The fill that points to a pattern of `patternDefinitions` in the same chart. */
export function patternFill(name: PatternName, frame: ChartFrame): string {
  return `url(#${frame.id}-${name})`;
}

/** A mark that draws nothing and defines the patterns named. */
export function patternDefinitions(
  names: readonly PatternName[],
  theme: ChartTheme,
  frame: ChartFrame,
): Markish {
  const render: RenderFunction = (...[, , , , context]) => {
    const definitions = element(context.document, 'defs', {});
    for (const name of names) {
      const { size, stroke, angle, ink, ground } = patterns[name];
      const pattern = element(context.document, 'pattern', {
        id: `${frame.id}-${name}`,
        width: size,
        height: size,
        patternUnits: 'userSpaceOnUse',
        patternTransform: `rotate(${angle})`,
      });
      pattern.append(
        element(context.document, 'rect', { width: size, height: size, fill: ground(theme) }),
        element(context.document, 'rect', { width: stroke, height: size, fill: ink(theme) }),
      );
      definitions.append(pattern);
    }
    return definitions as SVGElement;
  };
  return render;
}
