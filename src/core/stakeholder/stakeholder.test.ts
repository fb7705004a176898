import { describe, expect, it } from 'vitest';
import { systemProblems } from './check-system.ts';
import { namedPeople, partHash, partOf } from './person-part.ts';
import { nobodyNamed, readSystem } from './system-content.ts';
import type { SystemContent } from './system-content.ts';

const content: SystemContent = {
  stakeholders: [{ part: 'business-line', person: 'bea' }],
  deciders: [{ domain: 'linux', person: 'max' }],
  raci: [
    { task: 'deploy', responsible: ['oli', 'max'], accountable: 'max', consulted: ['bea'], informed: [] },
  ],
  escalation: [
    { person: 'max', hours: 4 },
    { person: 'ida', hours: 24 },
  ],
};
const anybody = () => true;
const fieldsOf = (changed: Partial<SystemContent>) =>
  systemProblems({ ...content, ...changed }, anybody).map(({ field }) => field);

describe('who is named', () => {
  it('has a part of everything they are named for', () => {
    expect(namedPeople(content)).toEqual(['bea', 'max', 'ida', 'oli']);
    expect(partOf(content, 'max')).toEqual({
      speaksFor: [],
      decides: ['linux'],
      tasks: [{ task: 'deploy', letters: 'RA' }],
      escalation: [{ place: 1, hours: 4 }],
    });
  });

  it('an acknowledgement stands while one’s own part does, whatever becomes of the others', () => {
    const hash = (of: SystemContent) => partHash(partOf(of, 'ida'));
    expect(hash({ ...content, stakeholders: [] })).toBe(hash(content));
    expect(hash({ ...content, escalation: content.escalation.slice(1) })).not.toBe(hash(content));
  });
});

describe('what stands against it', () => {
  it('nothing, where each task has somebody who answers and somebody who does', () => {
    expect(fieldsOf({})).toEqual([]);
    expect(systemProblems(nobodyNamed, anybody)).toEqual([]);
  });

  it('strangers, two deciders of a domain, a task without either, an escalation out of order', () => {
    expect(systemProblems(content, (person) => person !== 'oli').map(({ field }) => field)).toEqual([
      'people',
    ]);
    expect(fieldsOf({ deciders: [...content.deciders, { domain: 'linux', person: 'ida' }] })).toEqual([
      'deciders',
    ]);
    const [line = expect.fail()] = content.raci;
    expect(fieldsOf({ raci: [{ ...line, accountable: '' }] })).toEqual(['raci']);
    expect(fieldsOf({ raci: [{ ...line, responsible: [] }] })).toEqual(['raci']);
    expect(fieldsOf({ raci: [line, line] })).toEqual(['raci']);
    expect(fieldsOf({ escalation: content.escalation.toReversed() })).toEqual(['escalation']);
    expect(fieldsOf({ escalation: [{ person: 'max', hours: 0.5 }] })).toEqual(['escalation']);
  });
});

it.each(['unit/payments', 'group/a b'])('%s names a system', (text) =>
  expect(readSystem(text)).not.toBeNull(),
);
it.each(['unit/', 'team/x', 'payments', ''])('%j names none', (text) => expect(readSystem(text)).toBeNull());
