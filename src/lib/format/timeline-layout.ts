export type TimelineTone = 'proven' | 'claimed' | 'contradicted' | 'due';

export interface TimelineEvent {
  readonly at: number;
  readonly label: string;
  /** Date as it shall be printed. */
  readonly when: string;
  readonly note?: string;
  readonly href?: string;
  readonly tone: TimelineTone;
}

export interface TimelineGroup {
  /** Distance from the left end, 0 to 1, on a true time scale. */
  readonly share: number;
  readonly side: 'above' | 'below';
  readonly events: readonly TimelineEvent[];
}

/** Labels of one side closer than this stand on each other. */
const MIN_GAP_PX = 88;

/**
 * Places events on a true time scale: sides alternate, and labels that find no room on either side join
 * their nearest neighbour. `width` in CSS pixels. No event is ever left out.
 */
export function layoutTimeline(events: readonly TimelineEvent[], width: number): TimelineGroup[] {
  const sorted = [...events].sort((a, b) => a.at - b.at);
  const first = sorted[0]?.at ?? 0;
  const span = Math.max(1, (sorted.at(-1)?.at ?? 0) - first);
  const groups: { share: number; side: 'above' | 'below'; events: TimelineEvent[] }[] = [];
  const lastOn = (side: 'above' | 'below') => groups.findLast((group) => group.side === side);
  const fits = (side: 'above' | 'below', share: number): boolean => {
    const last = lastOn(side);
    return !last || (share - last.share) * width >= MIN_GAP_PX;
  };
  for (const event of sorted) {
    const share = (event.at - first) / span;
    const wanted = groups.at(-1)?.side === 'above' ? 'below' : 'above';
    const other = wanted === 'above' ? 'below' : 'above';
    const side = ([wanted, other] as const).find((candidate) => fits(candidate, share));
    const near = groups.at(-1);
    if (side) groups.push({ share, side, events: [event] });
    else near?.events.push(event);
  }
  return groups;
}

/** A version of the policy and when it was in force. */
export interface PolicySpan {
  readonly version: number;
  /** ISO instants; null = in force still. */
  readonly from: string;
  readonly to: string | null;
}

export interface TimelineBand {
  readonly version: number;
  /** Distances from the left end, 0 to 1. */
  readonly left: number;
  readonly right: number;
}

/** The versions in force within the time of the events, cut to it; none where nothing was in force. */
export function timelineBands(
  events: readonly TimelineEvent[],
  policies: readonly PolicySpan[],
): TimelineBand[] {
  if (events.length === 0) return [];
  const times = events.map(({ at }) => at);
  const first = Math.min(...times);
  const span = Math.max(1, Math.max(...times) - first);
  const shareOf = (at: number): number => Math.min(1, Math.max(0, (at - first) / span));
  return policies
    .map(({ version, from, to }) => ({
      version,
      left: shareOf(Date.parse(from)),
      right: to === null ? 1 : shareOf(Date.parse(to)),
    }))
    .filter(({ left, right }) => right > left);
}
