import { expect, test } from 'vitest';
import type { OperatingRules } from '#core/policy/operating-rules.ts';
import { firstTemplate } from '#core/policy/policy.ts';
import { validatePolicy } from '#core/policy/validate-policy.ts';
import { operatingClauses, operatingTexts, readOperating } from './operating-words.ts';

const rules: OperatingRules = {
  scanFrequency: [
    { id: 'servers', method: 'credentialed', every: 'P7D', classes: ['debian', 'ubuntu'], groups: ['web'] },
    { id: 'outside', method: 'external', every: 'P3M', exposure: ['internet'] },
    { id: 'all', method: 'network', every: 'PT48H' },
  ],
  meanings: { severe: 'At once.', high: 'In a month.', medium: 'In two.', low: 'Some day.' },
  deployment: {
    automatic: [{ ranks: ['severe', 'high'], sources: ['vendor-security', 'third-party'] }],
    rings: [
      { name: 'Pilot', soak: 'P2D', groups: ['test', 'lab'] },
      { name: 'All', soak: 'P1D' },
    ],
  },
  restarts: {
    by: ['owner', 'operator'],
    window: 'Saturday night',
    outside: ['severe'],
    pendingAtMost: 'P3D',
  },
  reviewEvery: 'P6M',
};
const policy = firstTemplate('UTC', 0);

test('what a form shows is read back as it was, and passes the check', () => {
  const read = readOperating(operatingTexts(rules));
  expect(read).toEqual(rules);
  expect(validatePolicy({ ...policy, ...read })).toEqual({ ...policy, ...rules });
});

test('a version that says none of it stays as it is: nothing is added, so its hash stays', () => {
  expect(readOperating(operatingTexts({}))).toEqual({});
  expect(JSON.stringify(validatePolicy(policy))).toBe(JSON.stringify(policy));
});

test.each([
  ['scan rules without an id', { scanFrequency: 'credentialed every 7 d' }, 'scanFrequency[0].id'],
  ['an unknown method', { scanFrequency: 'a: guess every 7 d' }, 'scanFrequency[0].method'],
  ['an unknown class', { scanFrequency: 'a: network every 7 d; class=vax' }, 'scanFrequency[0].classes'],
  ['an id twice', { scanFrequency: 'a: network every 7 d\na: network every 8 d' }, 'scanFrequency'],
  ['one rank without a meaning', { meanings: ['a', 'b', '', 'd'] }, 'meanings.medium'],
  ['an unknown source', { automatic: 'severe from friends' }, 'deployment.automatic[0].sources'],
  ['a ring without a name', { rings: 'wait 2 d' }, 'deployment.rings[0].name'],
  ['restarts by a stranger', { restartBy: 'visitor' }, 'restarts.by'],
  ['restarts without a window', { restartWindow: '' }, 'restarts.window'],
  ['a review less than yearly', { reviewEvery: '13 months' }, 'reviewEvery'],
])('%s is refused by its field', (_name, change, field) => {
  const read = readOperating({ ...operatingTexts(rules), ...change });
  expect(() => validatePolicy({ ...policy, ...read })).toThrow(
    expect.objectContaining({ code: 'POLICY_INVALID', where: { field } }),
  );
});

test('a duration that cannot be read is refused by its field', () => {
  const read = readOperating({ ...operatingTexts(rules), restartWait: 'soon' });
  expect(() => validatePolicy({ ...policy, ...read })).toThrow(
    expect.objectContaining({ code: 'SLA_RANGE', where: { field: 'restarts.pendingAtMost' } }),
  );
});

test('every version has the same clauses, also where it says nothing', () => {
  const said = operatingClauses(rules);
  expect(said.map(([name]) => name)).toEqual(operatingClauses({}).map(([name]) => name));
  expect(said.map(([, text]) => text)).not.toContain('Not stated.');
  expect(new Set(operatingClauses({}).map(([, text]) => text))).toEqual(new Set(['Not stated.']));
});
