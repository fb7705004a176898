import { inputError } from '../failure.ts';
import type { DateOrder } from './column-mapping.ts';
import type { ReportPlace } from './report-error.ts';
import { epochTime, reportClock, type ReportTime } from './report-time.ts';

/** Reads a time of a mapped CSV. @throws AppError CSV_DATE_ORDER */
export type MappedClock = (text: string, where: ReportPlace) => ReportTime | null;

/** 31.05.2026 14:30 · 5/31/2026 2:30:00 PM · 31-5-2026 */
const inFigures = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?=$|[\s,T])(.*)$/s;
/** Seconds since 1970, perhaps with decimals; thirteen figures are milliseconds. */
const sinceEpoch = /^(\d{9,10})(\.\d{1,9}|\d{3})?$/;

/**
 * Times of a CSV whose mapping declares how dates in figures are written. 3/4/2026 is never guessed: it is what the
 * mapping says, and a date that cannot be so (13 as a month) refuses the file, for then the others are misread.
 * @param zone of times that name none
 * @param isDeclared the tool is known to write in this zone, so nothing is assumed
 */
export function mappedClock(
  order: DateOrder,
  { zone, isDeclared }: { readonly zone: string; readonly isDeclared: boolean },
): MappedClock {
  const clock = reportClock(zone);
  return (text, where) => {
    const [, seconds, ms = ''] = sinceEpoch.exec(text.trim()) ?? [];
    if (seconds !== undefined) return epochTime(`${seconds}.${ms.replace('.', '') || '0'}`);
    const time = clock(yearFirst(text.trim(), order, where));
    return time !== null && isDeclared ? { ...time, assumed: false } : time;
  };
}

function yearFirst(text: string, order: DateOrder, where: ReportPlace): string {
  const match = inFigures.exec(text);
  if (!match) return text;
  const [, first = '', , second = '', year = '', rest = ''] = match;
  const [day, month] = order === 'day-first' ? [first, second] : [second, first];
  if (order === 'year-first' || Number(month) > 12) throw anotherOrder(order, where);
  return `${year}-${month}-${day}${rest}`;
}

const orders: Record<DateOrder, string> = {
  'year-first': 'the year first',
  'day-first': 'the day first',
  'month-first': 'the month first',
};

function anotherOrder(order: DateOrder, where: ReportPlace) {
  const at = Object.entries(where).map(([name, value]) => `${name} ${value}`);
  return inputError(
    'CSV_DATE_ORDER',
    `A date is not written as the mapping declares, ${orders[order]} (${at.join(', ')}).`,
    'Import the file with a mapping that declares the order of its dates; nothing of it was taken.',
    where,
  );
}
