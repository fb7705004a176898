export type SegmentKind =
  | 'complete'
  | 'partial'
  | 'failed'
  | 'running'
  | 'waiting'
  | 'pass'
  | 'fail'
  | 'indeterminate'
  | 'not-scanned';

/** One part of a bar; the pattern says what the colour says. */
export interface Segment {
  readonly kind: SegmentKind;
  readonly label: string;
  readonly count: number;
  readonly href?: string;
}

export const segmentFills: Readonly<Record<SegmentKind, string>> = {
  complete: 'fill-solid',
  partial: 'fill-hatch',
  failed: 'fill-fail',
  running: 'fill-running',
  waiting: 'fill-waiting',
  pass: 'fill-pass',
  fail: 'fill-fail',
  indeterminate: 'fill-hatch',
  'not-scanned': 'fill-outline',
};

/** Segments that take up room: a count of zero draws nothing. */
export function shownSegments(segments: readonly Segment[]): Segment[] {
  return segments.filter((segment) => segment.count > 0);
}
