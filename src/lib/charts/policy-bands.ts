import { type Markish, rect, text } from '@observablehq/plot';
import { textWidth } from './layout.ts';
import type { ChartTheme } from './theme.ts';

/** A version of the policy and when it was in force. */
export interface PolicySpan {
  readonly version: number;
  /** ISO day or instant it took effect. */
  readonly from: string;
  /** When the next one did; null = in force. */
  readonly to: string | null;
  /** For example `Policy v7: high 30 d, was 45 d`. */
  readonly label: string;
}

export interface TimeAxis {
  /** Position on the x scale of an ISO day. */
  readonly position: (iso: string) => number;
  /** First and last position shown. */
  readonly domain: readonly [number, number];
  /** Pixels from the first to the last position. */
  readonly width: number;
}

export interface PolicyBand {
  readonly x1: number;
  readonly x2: number;
  readonly label: string;
  readonly isTinted: boolean;
}

/** The longest of the full label, `Policy v7` and `v7` that fits. */
function fittingLabel({ label, version }: PolicySpan, pixels: number): string {
  const fits = [label, `Policy v${version}`, `v${version}`].find((words) => textWidth(words) <= pixels);
  return fits ?? '';
}

/** The versions in force within the axis, cut to it. Odd versions are tinted, on every chart. */
export function policyBands(policies: readonly PolicySpan[], axis: TimeAxis): PolicyBand[] {
  const [start, end] = axis.domain;
  const pixelsPerUnit = axis.width / Math.max(1e-9, end - start);
  const ordered = policies.toSorted((a, b) => a.version - b.version);
  const shown = ordered
    .map((span) => ({
      span,
      x1: Math.max(start, axis.position(span.from)),
      x2: Math.min(end, span.to === null ? end : axis.position(span.to)),
    }))
    .filter(({ x1, x2 }) => x2 > x1);
  return shown.map(({ span, x1, x2 }) => ({
    x1,
    x2,
    label: fittingLabel(span, (x2 - x1) * pixelsPerUnit - 8),
    isTinted: span.version % 2 === 1,
  }));
}

/** Height of the line with the names of the versions, above the frame. Pixels. */
export const bandNameHeight = 16;

/** Bands behind everything else, named at the top. */
export function policyBandMarks(bands: readonly PolicyBand[], theme: ChartTheme): Markish[] {
  if (bands.length === 0) return [];
  const tinted = bands.filter(({ isTinted }) => isTinted);
  const middle = ({ x1, x2 }: PolicyBand): number => (x1 + x2) / 2;
  return [
    rect(tinted, {
      x1: 'x1',
      x2: 'x2',
      fill: theme.sunken,
      insetTop: -bandNameHeight,
      className: 'policy-band',
    }),
    text(bands, {
      x: middle,
      text: 'label',
      fill: theme.ink3,
      frameAnchor: 'top',
      dy: -8,
      lineAnchor: 'middle',
    }),
  ];
}
