import { AppError } from '../errors.ts';

/** A limit or window: hours count instants, days and months count local calendar days. */
export interface Duration {
  readonly unit: 'hours' | 'days' | 'months';
  readonly count: number;
}

const units = { H: 'hours', D: 'days', M: 'months' } as const;

/** 3650 days in each unit; 119 months never exceed it, 120 months always do. */
const maxCount = { hours: 87_600, days: 3650, months: 119 } as const;

function rangeError(message: string): AppError {
  return new AppError({
    code: 'SLA_RANGE',
    message,
    remedy: 'Write hours as PT48H, days as P14D or months as P1M, between one hour and 3650 days.',
  });
}

/**
 * Reads an ISO 8601 duration of whole hours, days or months.
 * @throws AppError SLA_RANGE for zero, a negative or malformed one, and for more than 3650 days.
 * @example parseDuration('P14D') // { unit: 'days', count: 14 }
 */
export function parseDuration(text: string): Duration {
  const match = /^(?:PT(\d{1,9})(H)|P(\d{1,9})([DM]))$/.exec(text);
  if (match === null) throw rangeError('The duration is not a number of hours, days or months above zero.');
  const letter = match[2] ?? match[4];
  const unit = units[letter === 'H' || letter === 'D' ? letter : 'M'];
  const count = Number(match[1] ?? match[3]);
  if (count === 0) throw rangeError('The duration must be longer than zero.');
  if (count > maxCount[unit]) throw rangeError('The duration must not be longer than 3650 days.');
  return { unit, count };
}
