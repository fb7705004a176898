import { describe, expect, it } from 'vitest';
import { parseClock } from './clock-name.ts';
import { conditionsHold } from './conditions.ts';
import { firstTemplate, policyInForce } from './policy.ts';
import type { PolicyVersion } from './policy.ts';
import { validatePolicy } from './validate-policy.ts';

const template = firstTemplate('Europe/Berlin', 1000);
const version = (number: number, effectiveFromAt: number): PolicyVersion => ({
  ...template,
  version: number,
  effectiveFromAt,
});

describe('the first template', () => {
  it('is valid and says what the first policy says', () => {
    expect(validatePolicy(JSON.parse(JSON.stringify(template)))).toEqual(template);
    expect(template).toMatchObject({
      version: 1,
      zone: 'Europe/Berlin',
      coverageWindow: 'P30D',
      staleLists: 'P7D',
      staleArchive: 'P14D',
      rules: [{ id: 'own', limits: { severe: 'P5D', high: 'P30D', medium: 'P60D', low: 'P90D' } }],
    });
    expect(template.rules[0]?.name).toBe('Patch by rank, from first detection');
  });
});

describe('the version in force', () => {
  const policies = [version(3, 5000), version(1, 1000), version(2, 3000), version(4, 5000)];

  it.each([
    [0, 1],
    [1000, 1],
    [2999, 1],
    [3000, 2],
    [4999, 2],
    [5000, 4],
    [9000, 4],
  ])('at %i is version %i', (at, expected) => {
    expect(policyInForce(policies, at)?.version).toBe(expected);
  });

  it('does not exist without any policy', () => {
    expect(policyInForce([], 1)).toBeUndefined();
  });
});

describe('conditions', () => {
  it('must all hold, and one value of a list is enough', () => {
    const wanted = { rank: ['severe', 'high'], kev: true, scope: ['pci', 'hipaa'] } as const;
    expect(conditionsHold(wanted, { rank: 'high', kev: true, scopes: ['lab', 'pci'] })).toBe(true);
    expect(conditionsHold(wanted, { rank: 'low', kev: true, scopes: ['pci'] })).toBe(false);
    expect(conditionsHold(wanted, { rank: 'high', kev: true, scopes: ['lab'] })).toBe(false);
  });

  it('are not met by what is not known, except that an unknown rank counts as high', () => {
    expect(conditionsHold({ rank: ['high'] }, { rank: null })).toBe(true);
    expect(conditionsHold({ kev: false }, { rank: null, kev: null })).toBe(false);
    expect(conditionsHold({ exposure: ['internet'] }, { rank: null })).toBe(false);
    expect(conditionsHold(undefined, { rank: null })).toBe(true);
  });
});

describe('clock starts', () => {
  it('nest', () => {
    expect(parseClock('later(patch_released, earlier(kev_listed, first_detected))')).toEqual({
      choose: 'later',
      of: ['patch_released', { choose: 'earlier', of: ['kev_listed', 'first_detected'] }],
    });
  });

  it.each(['', 'tomorrow', 'later(patch_released)', 'later(a, b)', 'patch_released()'])(
    '%j is none',
    (text) => {
      expect(() => parseClock(text)).toThrow(expect.objectContaining({ code: 'POLICY_INVALID' }));
    },
  );
});

describe('validation names the field', () => {
  const rule = template.rules[0];
  const withRule = (change: object): object => ({ ...template, rules: [{ ...rule, ...change }] });

  it.each([
    ['version', { ...template, version: 0 }],
    ['effectiveFromAt', { ...template, effectiveFromAt: '2026-01-01' }],
    ['rules', { ...template, rules: [] }],
    ['rules[0].id', withRule({ id: 'Own rule' })],
    ['rules[0].clock', withRule({ clock: 'someday' })],
    ['rules[0].binding', withRule({ binding: 'maybe' })],
    ['rules[0].limits', withRule({ limits: null })],
    ['rules[0].conditions.weather', withRule({ conditions: { weather: ['rain'] } })],
    ['rules[0].conditions.rank', withRule({ conditions: { rank: ['urgent'] } })],
    ['rules[0].conditions.kev', withRule({ conditions: { kev: 'yes' } })],
    ['policy', null],
  ])('%s', (field, input) => {
    expect(() => validatePolicy(input)).toThrow(
      expect.objectContaining({ code: 'POLICY_INVALID', where: { field } }),
    );
  });

  it.each([
    ['rules[0].limits.high', withRule({ limits: { ...rule?.limits, high: 'P0D' } })],
    ['coverageWindow', { ...template, coverageWindow: 'P3651D' }],
    ['alsoOpen.grace', { ...template, alsoOpen: { grace: '7 days' } }],
  ])('%s when it is no duration', (field, input) => {
    expect(() => validatePolicy(input)).toThrow(
      expect.objectContaining({ code: 'SLA_RANGE', where: { field } }),
    );
  });

  it('an unknown zone is refused, an unknown field is dropped, conditions and grace are kept', () => {
    const zone = expect.objectContaining({ code: 'TIME_ZONE_INVALID' });
    expect(() => validatePolicy({ ...template, zone: 'Mars/Olympus' })).toThrow(zone);
    const conditions = { rank: ['severe'], exposure: ['internet'], kev: true };
    const rich = { ...withRule({ conditions }), alsoOpen: { grace: 'P7D' } };
    expect(validatePolicy({ ...rich, stranger: 1 })).toEqual(rich);
  });
});
