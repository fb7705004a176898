import { AppError } from '../errors.ts';

const dayMs = 86_400_000;

/** What a zone's clock does within one UTC day: usually one offset, twice a year a change in it. */
interface OffsetDay {
  readonly before: number;
  readonly after: number;
  /** First instant with the offset `after`; -Infinity when nothing changes. */
  readonly changeAt: number;
}

export interface ZoneOffsets {
  /** Local time minus UTC at this instant, milliseconds. */
  readonly offsetAt: (at: number) => number;
  /** First instant of the new offset between two instants with different offsets. */
  readonly changeBetween: (from: number, to: number) => number;
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (cause) {
    throw new AppError({
      code: 'TIME_ZONE_INVALID',
      message: 'This time zone is not known.',
      remedy: 'Use a name of the IANA time zone database, such as Europe/Berlin or UTC.',
      cause,
    });
  }
}

function readOffset(formatter: Intl.DateTimeFormat, at: number): number {
  const fields: Record<string, number> = {};
  for (const { type, value } of formatter.formatToParts(at)) fields[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

/** First instant after `from` at which the offset is no longer that of `from`, to the millisecond. */
function searchChange(read: (at: number) => number, from: number, to: number): number {
  const old = read(from);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (read(middle) === old) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Reads a zone's offsets from the runtime's time zone data and remembers them per UTC day, because asking
 * `Intl` costs microseconds and a rebuild asks hundreds of thousands of times.
 * @throws AppError TIME_ZONE_INVALID for a name the runtime does not know.
 */
export function zoneOffsets(zone: string): ZoneOffsets {
  const formatter = formatterOf(zone);
  const read = (at: number): number => readOffset(formatter, at);
  const days = new Map<number, OffsetDay>();

  const dayOf = (at: number): OffsetDay => {
    const day = Math.floor(at / dayMs);
    const known = days.get(day);
    if (known) return known;
    const [from, to] = [day * dayMs, (day + 1) * dayMs];
    const [before, after] = [read(from), read(to)];
    const changeAt = before === after ? -Infinity : searchChange(read, from, to);
    const found = { before, after, changeAt };
    days.set(day, found);
    return found;
  };

  const offsetAt = (at: number): number => {
    const day = dayOf(at);
    return at >= day.changeAt ? day.after : day.before;
  };
  return { offsetAt, changeBetween: (from, to) => searchChange(offsetAt, from, to) };
}
