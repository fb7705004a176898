import { AppError } from '#core/errors.ts';
import type { PolicyRule } from '#core/policy/policy.ts';
import type { View } from '../read-view.ts';

/**
 * The rule that figures are about: the one asked for, else the organisation's own. The newest version that has it
 * says how it reads now.
 * @throws AppError QUERY_INVALID for a rule that no policy version has
 */
export function readRule(view: View, id: string | undefined): PolicyRule {
  const versions = [view.policy, ...view.policies.toReversed()];
  const rules = versions.flatMap(({ rules }) => rules);
  const found =
    id === undefined ? rules.find(({ binding, task }) => binding === 'own' && task === undefined) : undefined;
  const rule = found ?? rules.find((one) => id === undefined || one.id === id);
  if (rule) return rule;
  throw new AppError({
    code: 'QUERY_INVALID',
    message: 'There is no such rule in the policy.',
    remedy: `Give one of: ${[...new Set(rules.map((one) => one.id))].join(', ')}.`,
    where: { field: 'rule' },
  });
}

/** Ids and names of all rules, for a choice. */
export function rulesOf(view: View): { id: string; name: string }[] {
  const names = new Map(
    view.policies.flatMap(({ rules }) => rules.map(({ id, name }) => [id, name] as const)),
  );
  return [...names].map(([id, name]) => ({ id, name }));
}

/** A whole number of a query within bounds. @throws AppError QUERY_INVALID */
export function readCount(
  text: string | undefined,
  { field, least, most, otherwise }: { field: string; least: number; most: number; otherwise: number },
): number {
  if (text === undefined) return otherwise;
  const count = Number(text);
  if (/^\d{1,4}$/.test(text) && count >= least && count <= most) return count;
  throw new AppError({
    code: 'QUERY_INVALID',
    message: `The value of ${field} is not accepted.`,
    remedy: `Give a number from ${least} to ${most}.`,
    where: { field },
  });
}
