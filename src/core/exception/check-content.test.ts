import { describe, expect, it } from 'vitest';
import { contentProblems } from './check-content.ts';
import type { RequestMeasure } from './check-content.ts';
import type { ExceptionContent } from './exception-content.ts';
import { emptyWorksheet } from './exception-content.ts';
import { defaultExceptionLimits } from './exception-limits.ts';
import { scriptedContent } from './scripted-exception.ts';

const measure: RequestMeasure = {
  today: '2026-05-25',
  limits: defaultExceptionLimits,
  rank: 'high',
  covered: 1,
  renewal: 0,
};
const fieldsOf = (known: Partial<ExceptionContent>, measured: Partial<RequestMeasure> = {}) =>
  contentProblems(scriptedContent(known), { ...measure, ...measured }).map(({ field }) => field);

describe('what a request needs', () => {
  it('takes one that lacks nothing', () => expect(fieldsOf({})).toEqual([]));

  it.each([
    ['an end before today', { until: '2026-05-24' }, ['until']],
    ['no end', { until: null }, ['until']],
    ['90 days of rank high', { until: '2026-08-23' }, []],
    ['91 days of rank high', { until: '2026-08-24' }, ['until']],
    ['more than a year', { until: '2027-06-01' }, ['until']],
    ['blanks for reasons', { reason: '          ', risk: 'too   short' }, ['reason', 'risk']],
    ['a decision not to patch without its rationale', { aim: 'never' }, ['rationale', 'workaround']],
    ['controls without a worksheet', { controls: ['CC-0001'] }, ['definition']],
    [
      'half a worksheet',
      { worksheet: { ...emptyWorksheet, constraints: 'One.' } },
      ['definition', 'objective', 'identifiedRisk', 'validation', 'maintenance'],
    ],
  ] as const)('%s', (_, known, fields) => expect(fieldsOf(known)).toEqual(fields));

  it('a scope that is open to the future has a bound', () => {
    const scope = { ...scriptedContent().scope, findings: [], rank: 'high', catchesFuture: true };
    expect(fieldsOf({ scope })).toEqual(['catchesFuture']);
    expect(fieldsOf({ scope: { ...scope, unit: 'payments' } }, { covered: 0 })).toEqual([]);
  });

  it('covers something, and is renewed no more often than the policy allows', () => {
    expect(fieldsOf({}, { covered: 0 })).toEqual(['scope']);
    expect(fieldsOf({}, { renewal: 2 })).toEqual([]);
    expect(fieldsOf({}, { renewal: 3 })).toEqual(['renews']);
  });
});
