import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOrders } from './column-mapping.ts';
import type { DateOrder } from './column-mapping.ts';
import { mappedClock } from './mapped-date.ts';

const where = { record: 3, column: 'Found' };
const read = (order: DateOrder, text: string) =>
  mappedClock(order, { zone: 'Europe/Berlin', isDeclared: false })(text, where)?.at ?? null;

describe('dates of a mapped CSV', () => {
  it.each([
    ['day-first', '03/04/2026', '2026-04-02T22:00:00.000Z'],
    ['month-first', '03/04/2026', '2026-03-03T23:00:00.000Z'],
    ['day-first', '31.5.2026 14:30', '2026-05-31T12:30:00.000Z'],
    ['day-first', '31-05-2026, 02:30:15 PM', '2026-05-31T12:30:15.000Z'],
    ['month-first', '5/31/2026 2:30:00 PM', '2026-05-31T12:30:00.000Z'],
    ['month-first', '5/31/2026 14:30:00 +00:00', '2026-05-31T14:30:00.000Z'],
    ['year-first', '2026-05-31 14:30:00.123', '2026-05-31T12:30:00.123Z'],
    ['day-first', '2026-05-31T14:30:00Z', '2026-05-31T14:30:00.000Z'],
    ['month-first', '1780000000', '2026-05-28T20:26:40.000Z'],
    ['month-first', '1780000000.123', '2026-05-28T20:26:40.123Z'],
    ['month-first', '1780000000123', '2026-05-28T20:26:40.123Z'],
    ['month-first', '1/1/0001 12:00:00 AM', null],
    ['day-first', '31.02.2026', null],
    ['day-first', '31.05.26', null],
    ['day-first', 'yesterday', null],
  ] as const)('%s: %s is %s', (order, text, at) => {
    expect(read(order, text)).toBe(at);
  });

  it.each([
    ['day-first', '05/31/2026'],
    ['month-first', '31.05.2026 10:00'],
    ['year-first', '03/04/2026'],
  ] as const)('%s refuses %s: the others would be misread', (order, text) => {
    expect(() => read(order, text)).toThrow(/not written as the mapping declares.*record 3, column Found/);
  });

  it('are what was written in the declared order, for every day', () => {
    const day = fc.date({ min: new Date('1970-01-03'), max: new Date('9998-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.constantFrom(...dateOrders), (date, order) => {
        const [year = '', month = '', dayOfMonth = ''] = date.toISOString().slice(0, 10).split('-');
        const written = {
          'year-first': `${year}-${month}-${dayOfMonth}`,
          'day-first': `${dayOfMonth}.${month}.${year}`,
          'month-first': `${month}/${dayOfMonth}/${year}`,
        };
        const clock = mappedClock(order, { zone: 'UTC', isDeclared: true });
        expect(clock(written[order], where)).toEqual({
          at: `${year}-${month}-${dayOfMonth}T00:00:00.000Z`,
          assumed: false,
        });
      }),
    );
  });
});
