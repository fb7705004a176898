import type { ReleaseLife } from '../advisory/feed-item.ts';
import type { LocalDate } from '../time.ts';

/** How long before its end a release is near it: as long as a plan is good for (PCI DSS v4.0.1 req. 12.3.4). */
export const NEAR_DAYS = 365;

export interface SupportEnd {
  /** Last day of fixes for the assets that have the release; null = the feed knows only that it is over. */
  readonly ends: LocalDate | null;
  readonly isOver: boolean;
  /** Last day of the extension, where it lasts longer than that. */
  readonly extendedUntil: LocalDate | null;
}

interface Asked {
  /** Assets with the release, and those of them that get the fixes of its extension. */
  readonly assets: number;
  readonly extended: number;
  /** Days, UTC: today, and the last one that is near. */
  readonly today: LocalDate;
  readonly until: LocalDate;
}

/** When a release stops getting fixes, if that is over or near; null = it is not. Where some assets take no extension, its end does not count. */
export function supportEnd(
  { supportEnds, extendedEnds }: Pick<ReleaseLife, 'supportEnds' | 'extendedEnds'>,
  { assets, extended, today, until }: Asked,
): SupportEnd | null {
  const day = (end: string | boolean | null): LocalDate | null => (typeof end === 'string' ? end : null);
  const allExtended = extended === assets && extendedEnds !== null;
  const end = allExtended ? extendedEnds : supportEnds;
  const ends = day(end);
  const isOver = ends === null ? end === true : ends < today;
  if (!isOver && (ends === null || ends > until)) return null;
  const later = allExtended ? null : day(extendedEnds);
  return { ends, isOver, extendedUntil: later !== null && later >= today ? later : null };
}
