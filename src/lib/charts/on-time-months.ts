import { NARROW_SPACE } from '../format/numbers.ts';
import { monthName, ordinal, wholeMonth } from './calendar-words.ts';
import type { PolicySpan } from './policy-bands.ts';

/** What fell due in one month. */
export interface OnTimeRow {
  /** `2026-10`. */
  readonly month: string;
  readonly all: number;
  readonly met: number;
  readonly missed: number;
  readonly unknown: number;
  /** Share proven on time, and the share if everything we cannot tell was on time. 0 to 1; null when nothing was due. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** List of what fell due in the month. */
  readonly href?: string;
  /** Why there is no figure; default: nothing was due. */
  readonly reason?: string;
}

export interface OnTimeData {
  readonly rows: readonly OnTimeRow[];
  /** Share aimed at, 0 to 1; null without one. */
  readonly target: number | null;
  readonly policies: readonly PolicySpan[];
  /** Last day counted in the running month, `2026-11-23`; null when every month is over. */
  readonly until?: string | null;
}

/** Position on an axis where every month is 1 wide: 0 is the start of the first month. */
export function monthPosition(rows: readonly OnTimeRow[], iso: string): number {
  const index = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  const [year, month] = [Number(iso.slice(0, 4)), Number(iso.slice(5, 7))];
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const dayOfMonth = Number(iso.slice(8, 10) || '1');
  return index(iso) - index(rows[0]?.month ?? iso) + (dayOfMonth - 1) / length;
}

/** The share the scale starts at: a tenth that leaves room below the lowest value, or 0. */
export function scaleStart({ rows, target }: OnTimeData): number {
  const lowest = Math.min(target ?? 1, ...rows.flatMap(({ lower }) => (lower === null ? [] : [lower])));
  return Math.max(0, Math.floor(lowest * 10 - 0.5 + 1e-9) / 10);
}

/** `Scale starts at 70 %. November to the 23rd.`, as far as it is so. */
export function onTimeCaption(data: OnTimeData): string | null {
  const start = scaleStart(data);
  const isEmpty = data.rows.every(({ lower }) => lower === null);
  const { until } = data;
  const sentences = [
    start > 0 && !isEmpty ? `Scale starts at ${Math.round(start * 100)}${NARROW_SPACE}%.` : null,
    until ? `${wholeMonth(until)} to the ${ordinal(Number(until.slice(8, 10)))}.` : null,
  ].filter((sentence) => sentence !== null);
  return sentences.length > 0 ? sentences.join(' ') : null;
}

/** Why a month has no mark. */
export function gapReason({ month, reason }: OnTimeRow): string {
  return `${monthName(month)}: ${reason ?? 'nothing was due'}`;
}
