import { validateExceptionLimits } from '../exception/validate-limits.ts';
import { localDate } from '../sla/calendar.ts';
import { rankMethods } from '../ranking/rank-method.ts';
import type { RankMethodVersion } from '../ranking/rank-method.ts';
import { isClockName } from './clock-name.ts';
import { bindings } from './policy.ts';
import type { Binding, Conditions, PolicyRule, PolicyVersion } from './policy.ts';
import { durationOf, fieldsOf, invalid, memberOf, textOf, textsOf, wholeNumber } from './policy-fields.ts';
import { ranks } from './rank.ts';
import { operatingRulesOf } from './validate-operating-rules.ts';
import type { Rank } from './rank.ts';

function zoneOf(value: unknown): string {
  const zone = textOf(value, 'zone');
  localDate(0, zone);
  return zone;
}

const listConditions = [
  'severity',
  'exposure',
  'environment',
  'scope',
  'unit',
  'group',
  'assetClass',
] as const;

const flags = ['kev', 'ranked'] as const;

function conditionsOf(value: unknown, field: string): Conditions {
  const fields = fieldsOf(value, field);
  const known: readonly string[] = [...listConditions, 'rank', ...flags];
  const stranger = Object.keys(fields).find((key) => !known.includes(key));
  if (stranger !== undefined) throw invalid(`${field}.${stranger}`, 'is no condition.');
  const flag = (key: (typeof flags)[number]) => {
    const given = fields[key];
    if (given === undefined) return {};
    if (typeof given !== 'boolean') throw invalid(`${field}.${key}`, 'must be true or false.');
    return { [key]: given };
  };
  const lists = listConditions.flatMap((key) =>
    fields[key] === undefined ? [] : [[key, textsOf(fields[key], `${field}.${key}`)] as const],
  );
  const rank =
    fields['rank'] === undefined
      ? {}
      : {
          rank: textsOf(fields['rank'], `${field}.rank`).map((item) =>
            memberOf(ranks, item, `${field}.rank`),
          ),
        };
  return { ...Object.fromEntries(lists), ...rank, ...flag('kev'), ...flag('ranked') };
}

function limitsOf(value: unknown, field: string): Record<Rank, string> {
  const fields = fieldsOf(value, field);
  const limit = (rank: Rank): string => durationOf(fields[rank], `${field}.${rank}`);
  return { severe: limit('severe'), high: limit('high'), medium: limit('medium'), low: limit('low') };
}

function ruleOf(value: unknown, field: string): PolicyRule {
  const fields = fieldsOf(value, field);
  const id = textOf(fields['id'], `${field}.id`);
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(id))
    throw invalid(`${field}.id`, 'may hold a-z, 0-9, dot, dash and underscore.');
  const clock = textOf(fields['clock'], `${field}.clock`);
  if (!isClockName(clock)) throw invalid(`${field}.clock`, 'is no clock start.');
  const conditions = fields['conditions'];
  return {
    id,
    name: textOf(fields['name'], `${field}.name`),
    clock,
    limits: limitsOf(fields['limits'], `${field}.limits`),
    binding: memberOf<Binding>(bindings, fields['binding'], `${field}.binding`),
    ...(conditions === undefined ? {} : { conditions: conditionsOf(conditions, `${field}.conditions`) }),
    ...(fields['task'] === undefined
      ? {}
      : { task: memberOf<'rank'>(['rank'], fields['task'], `${field}.task`) }),
  };
}

function rulesOf(value: unknown): PolicyRule[] {
  if (!Array.isArray(value) || value.length === 0) throw invalid('rules', 'must hold at least one rule.');
  return value.map((rule, index) => ruleOf(rule, `rules[${index}]`));
}

function rankMethodOf(value: unknown): RankMethodVersion {
  if (value === 1 || value === 2) return value;
  throw invalid('rankMethod', `must be one of ${Object.keys(rankMethods).join(', ')}.`);
}

/**
 * Checks a policy version from outside and returns only the known fields.
 * @throws AppError POLICY_INVALID with the field, SLA_RANGE for a duration, TIME_ZONE_INVALID for the zone.
 */
export function validatePolicy(input: unknown): PolicyVersion {
  const fields = fieldsOf(input, 'policy');
  const alsoOpen = fields['alsoOpen'];
  return {
    version: wholeNumber(fields['version'], 'version', 1),
    effectiveFromAt: wholeNumber(fields['effectiveFromAt'], 'effectiveFromAt', 0),
    zone: zoneOf(fields['zone']),
    rules: rulesOf(fields['rules']),
    coverageWindow: durationOf(fields['coverageWindow'], 'coverageWindow'),
    staleLists: durationOf(fields['staleLists'], 'staleLists'),
    staleArchive: durationOf(fields['staleArchive'], 'staleArchive'),
    ...(fields['staleFeeds'] === undefined
      ? {}
      : { staleFeeds: durationOf(fields['staleFeeds'], 'staleFeeds') }),
    ...(fields['rankMethod'] === undefined ? {} : { rankMethod: rankMethodOf(fields['rankMethod']) }),
    ...(alsoOpen === undefined
      ? {}
      : { alsoOpen: { grace: durationOf(fieldsOf(alsoOpen, 'alsoOpen')['grace'], 'alsoOpen.grace') } }),
    ...(fields['exceptions'] === undefined
      ? {}
      : { exceptions: validateExceptionLimits(fields['exceptions']) }),
    ...operatingRulesOf(fields),
  };
}
