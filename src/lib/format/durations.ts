import { NARROW_SPACE } from './numbers.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const unit = (value: string | number, name: string): string => `${value}${NARROW_SPACE}${name}`;

/** Milliseconds in the largest unit that still says something: `412 ms`, `11.2 s`, `6 min`, `3 h`, `9 d`. */
export function formatDuration(ms: number): string {
  if (ms < SECOND) return unit(Math.round(ms), 'ms');
  if (ms < MINUTE) return unit((Math.floor(ms / 100) / 10).toFixed(1), 's');
  if (ms < HOUR) return unit(Math.floor(ms / MINUTE), 'min');
  if (ms < 2 * DAY) return unit(Math.floor(ms / HOUR), 'h');
  return unit(Math.floor(ms / DAY), 'd');
}

/** A running clock: `18:04`, `1:02:09`. */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND));
  const pad = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const tail = `${pad(minutes)}:${pad(seconds % 60)}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

const LIMIT = /^P(?:(\d+)M)?(?:(\d+)D)?(?:T(\d+)H)?$/;

/** An ISO 8601 limit of a policy in short words: `P30D` → `30 d`, `PT48H` → `48 h`, `P1M` → `1 month`. */
export function formatLimit(limit: string): string {
  const match = LIMIT.exec(limit);
  if (!match || limit === 'P') return limit;
  const [, months, days, hours] = match;
  const words: string[] = [];
  if (months) words.push(unit(months, months === '1' ? 'month' : 'months'));
  if (days) words.push(unit(days, 'd'));
  if (hours) words.push(unit(hours, 'h'));
  return words.length > 0 ? words.join(' ') : limit;
}
