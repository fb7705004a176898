import { formatDay, isoDay } from '../format/dates.ts';

/** One moment the reader can choose. */
export interface AsOfChoice {
  readonly label: string;
  /** Its local day as the reader sees it. */
  readonly when: string;
  /** `2026-10-31`, for the address. */
  readonly day: string;
}

interface Known {
  /** ms since 1970 UTC. */
  readonly now: number;
  /** The policy's zone. */
  readonly zone: string;
  /** Versions that replaced another one, newest first. */
  readonly changes: readonly { readonly version: number; readonly effectiveFromAt: number }[];
}

/** The day before the first of a month, both as local dates; months count from 0 and may be negative. */
function dayBefore(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** Ends of the last month and quarter, and the days on which the policy changed. */
export function asOfChoices({ now, zone, changes }: Known): AsOfChoice[] {
  const today = isoDay(now, zone);
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1];
  const when = (day: string): string => formatDay(`${day}T00:00:00Z`, { zone: 'UTC', now });
  const ends = [
    { label: 'End of last month', day: dayBefore(year, month) },
    { label: 'End of last quarter', day: dayBefore(year, month - (month % 3)) },
  ];
  const policies = changes.map(({ version, effectiveFromAt }) => ({
    label: `Policy ${version} takes effect`,
    day: isoDay(effectiveFromAt, zone),
  }));
  return [...ends, ...policies].map((choice) => ({ ...choice, when: when(choice.day) }));
}
