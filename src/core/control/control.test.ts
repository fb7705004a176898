import { describe, expect, it } from 'vitest';
import type { ControlEvent } from './control-event.ts';
import { controlStatusAt, isInForce, lapsesAt, reduceControl } from './control.ts';

const zone = 'Europe/Berlin';
const day = (date: string, hour = '10') => Date.parse(`2026-${date}T${hour}:00:00Z`);
const content = { name: 'Firewall', owner: 'ida', effect: 'Admits one network.', interval: 'P7D', unit: '*' };
const defined: ControlEvent = { kind: 'defined', at: day('05-01'), person: 'ida', content };
const validated = (date: string, result: 'passed' | 'failed'): ControlEvent => ({
  kind: 'validated',
  at: day(date),
  person: 'ida',
  result,
  note: 'Looked at it.',
  evidence: ['T-1'],
});
const statusOn = (events: readonly ControlEvent[], date: string) =>
  controlStatusAt(reduceControl(events, zone), day(date));

describe('where a control stands', () => {
  it('is never validated until its first validation is due, then missed', () => {
    expect(statusOn([defined], '05-08')).toBe('never-validated');
    expect(statusOn([defined], '05-09')).toBe('missed');
  });

  it('holds from a validation that passed until the end of the last local day for the next', () => {
    const events = [defined, validated('05-05', 'passed')];
    expect(controlStatusAt(reduceControl(events, zone), Date.parse('2026-05-12T21:59:59.999Z'))).toBe(
      'holds',
    );
    expect(controlStatusAt(reduceControl(events, zone), Date.parse('2026-05-12T22:00:00.000Z'))).toBe(
      'missed',
    );
  });

  it('a failed one is in force again after a validation that passes', () => {
    const failed = [defined, validated('05-05', 'failed')];
    expect(isInForce(reduceControl(failed, zone), day('05-06'))).toBe(false);
    expect(isInForce(reduceControl([...failed, validated('05-06', 'passed')], zone), day('05-06'))).toBe(
      true,
    );
  });
});

describe('when it lapsed', () => {
  const due = Date.parse('2026-05-12T22:00:00.000Z');

  it('is the instant after the next validation is due, if nothing else happens', () => {
    expect(lapsesAt([defined, validated('05-05', 'passed')], zone, day('05-06'))).toBe(due);
  });

  it('is the failure, even when it passes later', () => {
    const events = [
      defined,
      validated('05-05', 'passed'),
      validated('05-07', 'failed'),
      validated('05-08', 'passed'),
    ];
    expect(lapsesAt(events, zone, day('05-06'))).toBe(day('05-07'));
    expect(lapsesAt(events, zone, day('05-09'))).toBe(Date.parse('2026-05-15T22:00:00.000Z'));
  });

  it('a validation that comes too late does not heal the gap', () => {
    const events = [defined, validated('05-05', 'passed'), validated('05-20', 'passed')];
    expect(lapsesAt(events, zone, day('05-06'))).toBe(due);
  });

  it('is the retirement', () => {
    const retired: ControlEvent = { kind: 'retired', at: day('05-07'), person: 'ida', reason: 'Replaced.' };
    expect(lapsesAt([defined, retired], zone, day('05-06'))).toBe(day('05-07'));
  });
});
