/** A moment: ISO string or milliseconds since 1970, UTC. */
export type Instant = string | number;

export interface DateStyle {
  /** IANA zone the reader should see: the policy's for due dates, UTC for evidence. */
  readonly zone: string;
  /** The year is printed only when it differs from the year of this moment. */
  readonly now: Instant;
}

interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 86_400_000;

/** Milliseconds of an instant; NaN when the text is not a date. */
export function toMillis(at: Instant): number {
  return typeof at === 'number' ? at : Date.parse(at);
}

function localTime(at: Instant, zone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(toMillis(at));
  const read = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value);
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
    second: read('second'),
  };
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `25 Nov`, or `25 Nov 2027` when the year is not that of `now`. */
export function formatDay(at: Instant, style: DateStyle): string {
  const local = localTime(at, style.zone);
  const day = `${local.day} ${MONTHS[local.month - 1]}`;
  return local.year === localTime(style.now, style.zone).year ? day : `${day} ${local.year}`;
}

/** `23 Nov 02:15`, with the year when it differs. */
export function formatInstant(at: Instant, style: DateStyle): string {
  const local = localTime(at, style.zone);
  return `${formatDay(at, style)} ${two(local.hour)}:${two(local.minute)}`;
}

/** Evidence style, always whole and always UTC: `23 Nov 2026 02:12:44 UTC`. */
export function formatUtc(at: Instant): string {
  const local = localTime(at, 'UTC');
  const time = `${two(local.hour)}:${two(local.minute)}:${two(local.second)}`;
  return `${local.day} ${MONTHS[local.month - 1]} ${local.year} ${time} UTC`;
}

/** `2026-11-25`: the local day, as date fields and links want it. */
export function isoDay(at: Instant, zone: string): string {
  const local = localTime(at, zone);
  return `${local.year}-${two(local.month)}-${two(local.day)}`;
}

/** Whole local calendar days from one instant to another, negative when `to` lies before. */
export function daysBetween(from: Instant, to: Instant, zone: string): number {
  const start = localTime(from, zone);
  const end = localTime(to, zone);
  const days = Date.UTC(end.year, end.month - 1, end.day) - Date.UTC(start.year, start.month - 1, start.day);
  return Math.round(days / DAY_MS);
}
