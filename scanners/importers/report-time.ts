import { zoneOffsets } from '#core/sla/zone-offsets.ts';
import { toIso } from '#core/time.ts';

/** An instant of a report. */
export interface ReportTime {
  /** ISO with ms and Z. */
  readonly at: string;
  /** The text named no zone and took the declared one. */
  readonly assumed: boolean;
}

/** Reads a time as a tool wrote it; null = no time that exists. */
export type ReportClock = (text: string | null | undefined) => ReportTime | null;

interface Parts {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
  /** Milliseconds east of UTC; null = not said. */
  readonly offset: number | null;
}

const TIME = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AP]M)?`;
/** `Z`, `+01:00`, `GMT-0500`, `-03`, `CEST`, `EDT (UTC -04:00)`: of the last the offset counts. */
const ZONE = String.raw`\s*(?:[A-Z]{3,5}\s*(?=\(UTC))?\(?(Z|(?:GMT|UTC)?\s?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{3,5})?\)?`;

/** 2022-03-23T14:31:51.123+01:00, 2022/3/23 14:31 UTC, 2022-03-23, 2022-03-23 14:31:51 */
const yearFirst = new RegExp(
  String.raw`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:(?:[T ]|,\s*)\s*${TIME}${ZONE})?$`,
  'i',
);
/** Mar 23, 2022 02:31 PM · Wed Mar 23 14:31:51 2022 · Jul 31 2019, 21:53:20 GMT · Wed, Jul 31 2019, 21:53:20 GMT */
const monthName = new RegExp(
  String.raw`^(?:[A-Z][a-z]{2,8},?\s+)?([A-Z][a-z]{2,8})\s+(\d{1,2})(?:,?\s+(\d{4}),?(?:\s+(?:at\s+)?${TIME}${ZONE})?|\s+${TIME}\s+(\d{4}))$`,
  'i',
);
/** 04 Feb 2026 10:00AM GMT-0500 · 23-Mar-2022 14:31:51 */
const dayName = new RegExp(
  String.raw`^(?:[A-Z][a-z]{2},\s+)?(\d{1,2})[\s-]([A-Z][a-z]{2,8})[\s-](\d{4})(?:,?\s+${TIME}${ZONE})?$`,
  'i',
);
/** American: 05/13/2021 07:08:28 */
const monthFirst = new RegExp(String.raw`^(\d{1,2})/(\d{1,2})/(\d{4})(?:,?\s+${TIME}${ZONE})?$`, 'i');
/** Nexpose: 20210228T225351463 */
const packed = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})?(Z)?$/;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function parts(date: readonly (string | undefined)[], clock: readonly (string | undefined)[]): Parts {
  const [year, month, day] = date;
  const [hour = '0', minute = '0', second = '0', fraction = '', half, zone] = clock;
  const named = MONTHS.indexOf((month ?? '').slice(0, 3).toLowerCase()) + 1;
  return {
    year: Number(year),
    month: named > 0 ? named : Number(month),
    day: Number(day),
    hour: halfDay(Number(hour), half),
    minute: Number(minute),
    second: Number(second),
    ms: Number(fraction.padEnd(3, '0').slice(0, 3)),
    offset: zone === undefined ? null : offsetOf(zone),
  };
}

/** NaN for an hour that the twelve-hour clock does not have. */
function halfDay(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return NaN;
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}

/** Hours east of UTC. Letters that stand for several zones are not here: CST is also China's, IST India's and Israel's. */
const zones: Readonly<Record<string, number>> = {
  ...{ Z: 0, UTC: 0, GMT: 0, WET: 0, WEST: 1, CET: 1, CEST: 2, EET: 2, EEST: 3, MSK: 3 },
  ...{ EST: -5, EDT: -4, MDT: -6, PDT: -7, JST: 9, KST: 9, AEST: 10, AEDT: 11, NZST: 12, NZDT: 13 },
};

/** Milliseconds east of UTC; null for letters that do not say it: such a time is as if it named no zone. */
function offsetOf(zone: string): number | null {
  const [, sign, hours, minutes = '0'] = /([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(zone) ?? [];
  if (sign === undefined) {
    const named = zones[zone.toUpperCase()];
    return named === undefined ? null : named * 3_600_000;
  }
  if (Number(hours) > 18 || Number(minutes) > 59) return NaN;
  const size = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -size : size;
}

function readParts(text: string): Parts | null {
  let match = yearFirst.exec(text);
  if (match) return parts(match.slice(1, 4), match.slice(4));
  match = monthName.exec(text);
  if (match) return ofMonthName(match);
  match = dayName.exec(text);
  if (match) return parts([match[3], match[2], match[1]], match.slice(4));
  match = monthFirst.exec(text);
  if (match) return parts([match[3], match[1], match[2]], match.slice(4));
  match = packed.exec(text);
  if (match) return parts(match.slice(1, 4), [...match.slice(4, 8), undefined, match[8]]);
  return null;
}

/** The year stands either behind the day or, as C's ctime writes it, at the end. */
function ofMonthName(match: RegExpExecArray): Parts {
  const [month, day, year] = match.slice(1, 4);
  if (year !== undefined) return parts([year, month, day], match.slice(4, 10));
  return parts([match[15], month, day], match.slice(10, 15));
}

/** Milliseconds as if the parts were UTC; null for a day or time that does not exist. */
function asUtc({ year, month, day, hour, minute, second, ms }: Parts): number | null {
  const at = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const back = new Date(at);
  const exists =
    back.getUTCFullYear() === year &&
    back.getUTCMonth() === month - 1 &&
    back.getUTCDate() === day &&
    back.getUTCHours() === hour &&
    back.getUTCMinutes() === minute &&
    back.getUTCSeconds() === second;
  return exists && year >= 1970 && year <= 9999 ? at : null;
}

/** Local time to UTC; in the hour that a clock skips or repeats, the offset before the change counts. */
function fromLocal(local: number, offsetAt: (at: number) => number): number {
  const early = local - offsetAt(local - 86_400_000);
  if (offsetAt(early) === local - early) return early;
  const late = local - offsetAt(local + 86_400_000);
  return offsetAt(late) === local - late ? late : early;
}

/**
 * Times of one report: ISO, C's ctime, American, Nexpose's packed form, `Feb 03, 2026 07:00 AM` and their like.
 * A text without a zone takes `zone`.
 * @throws AppError TIME_ZONE_INVALID for a zone the runtime does not know.
 */
export function reportClock(zone: string): ReportClock {
  const { offsetAt } = zoneOffsets(zone);
  // Whole reports carry few distinct times; a second look-up costs nothing.
  const known = new Map<string, ReportTime | null>();
  const read = (text: string): ReportTime | null => {
    const found = readParts(text);
    const local = found && asUtc(found);
    if (!found || local === null) return null;
    if (found.offset === null) return { at: toIso(fromLocal(local, offsetAt)), assumed: true };
    const at = local - found.offset;
    return Number.isFinite(at) && at >= 0 ? { at: toIso(at), assumed: false } : null;
  };
  return (text) => {
    const trimmed = text?.trim() ?? '';
    if (trimmed === '' || trimmed.length > 60) return null;
    const before = known.get(trimmed);
    if (before !== undefined) return before;
    if (known.size >= 20_000) known.clear();
    const time = read(trimmed);
    known.set(trimmed, time);
    return time;
  };
}

/** Seconds since 1970 as an instant; null for what is none. */
export function epochTime(seconds: string | number | null | undefined): ReportTime | null {
  if (seconds === null || seconds === undefined || seconds === '') return null;
  const at = Number(seconds) * 1000;
  return Number.isFinite(at) && at > 0 && at < 253_402_300_800_000 ? { at: toIso(at), assumed: false } : null;
}
