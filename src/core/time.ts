import { AppError } from './errors.ts';

/** A calendar day without a zone, `YYYY-MM-DD`. */
export type LocalDate = string;

const maxInstant = 253_402_300_799_999; // 9999-12-31T23:59:59.999Z: later ones have six-digit years
const minInstant = -62_135_596_800_000; // 0001-01-01T00:00:00.000Z

const instantPattern =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?$/;

function invalidDate(message: string): AppError {
  return new AppError({
    code: 'DATE_INVALID',
    message,
    remedy: 'Write it as 2026-05-31T08:00:00.000Z, or with an offset such as +02:00.',
  });
}

/**
 * The one way instants are written: ISO 8601 with milliseconds and Z.
 * @throws AppError DATE_INVALID outside the years 1 to 9999.
 */
export function toIso(ms: number): string {
  if (!(ms >= minInstant && ms <= maxInstant))
    throw invalidDate('The instant is outside the years 1 to 9999.');
  return new Date(ms).toISOString();
}

function offsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 18 || minutes > 59) throw invalidDate('The offset from UTC is out of range.');
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/**
 * Reads an ISO 8601 instant; the zone is compulsory, digits beyond milliseconds are cut off.
 * @throws AppError TIME_ZONE_MISSING without a zone (a bare date has none), DATE_INVALID when it is no date.
 */
export function fromIso(text: string): number {
  const match = instantPattern.exec(text);
  const isBareDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  if ((match !== null && match[8] === undefined) || isBareDate) {
    throw new AppError({
      code: 'TIME_ZONE_MISSING',
      message: 'The time has no zone.',
      remedy: 'Add Z for UTC or an offset such as +02:00 to the time.',
    });
  }
  if (match === null) throw invalidDate('This is not an ISO 8601 time.');
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = match;
  const date = `${year}-${month}-${day}`;
  if (!isLocalDate(date)) throw invalidDate('There is no such day.');
  const clock = [Number(hour), Number(minute), Number(second)] as const;
  if (clock[0] > 23 || clock[1] > 59 || clock[2] > 59) throw invalidDate('There is no such time of day.');
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  const time = ((clock[0] * 60 + clock[1]) * 60 + clock[2]) * 1000 + milliseconds;
  return Date.parse(`${date}T00:00:00.000Z`) + time - offsetMs(zone);
}

/** True for an existing calendar day written `YYYY-MM-DD`, years 1 to 9999. */
export function isLocalDate(text: string): text is LocalDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const at = Date.parse(`${text}T00:00:00.000Z`);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text);
}
