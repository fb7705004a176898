import { assetClasses, exposures } from '../inventory/asset-class.ts';
import { restartRoles, scanMethods, updateSources } from './operating-rules.ts';
import type {
  AutomaticRule,
  DeploymentRules,
  OperatingRules,
  RestartRules,
  Ring,
  ScanRule,
} from './operating-rules.ts';
import { durationOf, fieldsOf, invalid, memberOf, textOf, textsOf } from './policy-fields.ts';
import { ranks } from './rank.ts';
import type { Rank } from './rank.ts';
import { plainDuration } from './stale-limits.ts';

/** Rules of one kind that a version may have; more are a mistake. */
const MOST = 50;
const LONGEST = 500;
const YEAR = 'P12M';

type Fields = Readonly<Record<string, unknown>>;

/** The optional parts that are there, checked. @throws AppError POLICY_INVALID, SLA_RANGE */
export function operatingRulesOf(fields: Fields): OperatingRules {
  const given = <T>(name: keyof OperatingRules, read: (value: unknown) => T) =>
    fields[name] === undefined ? {} : { [name]: read(fields[name]) };
  return {
    ...given('scanFrequency', scanRulesOf),
    ...given('meanings', meaningsOf),
    ...given('deployment', deploymentOf),
    ...given('restarts', restartsOf),
    ...given('reviewEvery', reviewOf),
  };
}

function listOf<T>(value: unknown, field: string, read: (item: unknown, field: string) => T): T[] {
  if (!Array.isArray(value) || value.length > MOST)
    throw invalid(field, `must be a list of at most ${MOST} entries.`);
  return value.map((item: unknown, index) => read(item, `${field}[${index}]`));
}

function membersOf<Value extends string>(allowed: readonly Value[], value: unknown, field: string): Value[] {
  return textsOf(value, field).map((item) => memberOf(allowed, item, field));
}

function idOf(value: unknown, field: string): string {
  const id = textOf(value, field);
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(id))
    throw invalid(field, 'may hold a-z, 0-9, dot, dash and underscore.');
  return id;
}

function scanRulesOf(value: unknown): ScanRule[] {
  const rules = listOf(value, 'scanFrequency', (item, field): ScanRule => {
    const fields = fieldsOf(item, field);
    const { classes, groups, exposure } = fields;
    return {
      id: idOf(fields['id'], `${field}.id`),
      method: memberOf(scanMethods, fields['method'], `${field}.method`),
      every: durationOf(fields['every'], `${field}.every`),
      ...(classes === undefined ? {} : { classes: membersOf(assetClasses, classes, `${field}.classes`) }),
      ...(groups === undefined ? {} : { groups: textsOf(groups, `${field}.groups`) }),
      ...(exposure === undefined ? {} : { exposure: membersOf(exposures, exposure, `${field}.exposure`) }),
    };
  });
  const twice = rules.find(({ id }, at) => rules.findIndex((one) => one.id === id) !== at);
  if (twice) throw invalid('scanFrequency', `has the id ${twice.id} twice.`);
  return rules;
}

function meaningsOf(value: unknown): Record<Rank, string> {
  const fields = fieldsOf(value, 'meanings');
  const of = (rank: Rank): string => textOf(fields[rank], `meanings.${rank}`, LONGEST);
  return { severe: of('severe'), high: of('high'), medium: of('medium'), low: of('low') };
}

function deploymentOf(value: unknown): DeploymentRules {
  const { automatic, rings } = fieldsOf(value, 'deployment');
  return {
    automatic: listOf(automatic, 'deployment.automatic', (item, field): AutomaticRule => {
      const fields = fieldsOf(item, field);
      return {
        ranks: membersOf(ranks, fields['ranks'], `${field}.ranks`),
        sources: membersOf(updateSources, fields['sources'], `${field}.sources`),
      };
    }),
    rings: listOf(rings, 'deployment.rings', (item, field): Ring => {
      const { name, soak, groups } = fieldsOf(item, field);
      return {
        name: textOf(name, `${field}.name`),
        soak: durationOf(soak, `${field}.soak`),
        ...(groups === undefined ? {} : { groups: textsOf(groups, `${field}.groups`) }),
      };
    }),
  };
}

function restartsOf(value: unknown): RestartRules {
  const { by, window, outside, pendingAtMost } = fieldsOf(value, 'restarts');
  const none = Array.isArray(outside) && outside.length === 0;
  return {
    by: membersOf(restartRoles, by, 'restarts.by'),
    window: textOf(window, 'restarts.window', LONGEST),
    outside: none ? [] : membersOf(ranks, outside, 'restarts.outside'),
    pendingAtMost: durationOf(pendingAtMost, 'restarts.pendingAtMost'),
  };
}

/** PCI DSS v4.0.1 12.1.2 allows a year at most. */
function reviewOf(value: unknown): string {
  const every = durationOf(value, 'reviewEvery');
  if (plainDuration(every) > plainDuration('P365D') && every !== YEAR)
    throw invalid('reviewEvery', 'must be twelve months or less.');
  return every;
}
