import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochTime, reportClock } from './report-time.ts';

const berlin = reportClock('Europe/Berlin');

describe('reportClock', () => {
  it.each([
    ['2022-03-23T14:31:51.123+01:00', '2022-03-23T13:31:51.123Z', false],
    ['2022-03-23T14:31:51Z', '2022-03-23T14:31:51.000Z', false],
    ['2023/6/8 1:07 UTC', '2023-06-08T01:07:00.000Z', false],
    ['2022-03-23 14:31:51', '2022-03-23T13:31:51.000Z', true],
    ['2026-07-01', '2026-06-30T22:00:00.000Z', true],
    ['Wed Mar 23 14:31:51 2022', '2022-03-23T13:31:51.000Z', true],
    ['Wed, Jul 31 2019, 21:53:20 GMT', '2019-07-31T21:53:20.000Z', false],
    ['Feb 03, 2026 07:00 AM', '2026-02-03T06:00:00.000Z', true],
    ['Apr 13, 2021 12:14 AM', '2021-04-12T22:14:00.000Z', true],
    ['04 Feb 2026 10:00AM GMT-0500', '2026-02-04T15:00:00.000Z', false],
    ['05/13/2021 07:08:28', '2021-05-13T05:08:28.000Z', true],
    ['2025/10/6 4:15 EDT (UTC -04:00)', '2025-10-06T08:15:00.000Z', false],
    ['2018/4/12 16:30 -03', '2018-04-12T19:30:00.000Z', false],
    ['2018/4/12 16:30 CEST', '2018-04-12T14:30:00.000Z', false],
    // Of China, of America or of Cuba: the declared zone, and told so.
    ['2024/01/01 09:00 CST', '2024-01-01T08:00:00.000Z', true],
    ['2024/01/01 09:00 CST (UTC +08:00)', '2024-01-01T01:00:00.000Z', false],
    ['20210228T225351463', '2021-02-28T21:53:51.463Z', true],
  ])('reads %s', (text, at, assumed) => {
    expect(berlin(text)).toEqual({ at, assumed });
  });

  it.each([
    '',
    'null',
    '2026-02-30',
    '13/13/2021 07:08:28',
    '25:00',
    '2026-01-01T24:00:00Z',
    '2026-01-01 10:00 +19',
    'fwjeofwjeiof',
  ])('takes %j for no time', (text) => {
    expect(berlin(text)).toBeNull();
  });

  it('puts a local time of the hour that is skipped in spring behind the change', () => {
    expect(berlin('2026-03-29 02:30:00')?.at).toBe('2026-03-29T01:30:00.000Z');
  });

  it('reads any instant that it is given with a zone, and never throws at any text', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2099-01-01'), noInvalidDate: true }), (date) => {
        expect(berlin(date.toISOString())).toEqual({ at: date.toISOString(), assumed: false });
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => void berlin(text)));
  });
});

describe('epochTime', () => {
  it('reads seconds since 1970, and nothing else', () => {
    expect(epochTime('1648044472')).toEqual({ at: '2022-03-23T14:07:52.000Z', assumed: false });
    expect(['', '0', 'x', '1e30', '-5'].map(epochTime)).toEqual([null, null, null, null, null]);
  });
});
