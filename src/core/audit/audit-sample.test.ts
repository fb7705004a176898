import { describe, expect, test } from 'vitest';
import { applySampleEvent, refuseResult } from './audit-sample.ts';
import type { ItemResult, SampleContent, SampleEvent, SampleState } from './audit-sample.ts';
import { drawingMethod } from './draw-sample.ts';

const item = (id: string) => ({ id, label: id, detail: '', path: `/findings/${id}` });
const content: SampleContent = {
  engagement: 'e',
  title: 'Severe fixes of May',
  requirement: 'PCI DSS 6.3.3',
  population: 'closed-findings',
  filters: {},
  units: ['*'],
  asOf: '2026-06-01T00:00:00.000Z',
  knownAt: 12,
  populationSize: 3,
  digest: 'd',
  seed: 's',
  seedDrawn: true,
  method: drawingMethod,
  items: [item('a'), item('b')],
};
type Judged = Extract<SampleEvent, { kind: 'judged' }>;
const judged = (id: string, result: ItemResult, note = '', person = 'aiko'): Judged => ({
  kind: 'judged',
  at: 2,
  person,
  item: id,
  result,
  note,
});
const after = (...events: readonly Judged[]): SampleState => {
  const drawn: SampleEvent = { kind: 'drawn', at: 1, person: 'aiko', content };
  const state = [drawn, ...events].reduce<SampleState | null>(applySampleEvent, null);
  if (state === null) throw new Error('it was drawn');
  return state;
};
const refusal = (event: Judged) => refuseResult(after(), event)?.code ?? null;

describe('a drawn sample', () => {
  test('keeps the latest result of each item', () => {
    const state = after(judged('a', 'pass'), judged('b', 'pass'), judged('a', 'not-applicable'));
    expect([...state.judged].map(([id, { result }]) => [id, result])).toEqual([
      ['a', 'not-applicable'],
      ['b', 'pass'],
    ]);
    expect(applySampleEvent(null, judged('a', 'pass'))).toBeNull();
  });

  test('is judged by who drew it, item by item, and a noted exception says why', () => {
    expect(refusal(judged('a', 'pass'))).toBeNull();
    expect(refusal(judged('a', 'pass', '', 'bela'))).toBe('NOT_AUTHOR');
    expect(refusal(judged('c', 'pass'))).toBe('NOT_FOUND');
    expect(refusal(judged('a', 'exception-noted', 'too short'))).toBe('AUDIT_TEXT');
    expect(refusal(judged('a', 'exception-noted', 'Installed a day late.'))).toBeNull();
    expect(refusal(judged('a', 'pass', 'x'.repeat(2001)))).toBe('AUDIT_TEXT');
  });
});
