import type { DraftContent, PolicyTerms } from './policy-draft.ts';
import type { SigningSide } from './policy-record.ts';

/** What a draft is compared with: the version that it changes. */
export type DraftBase = Pick<DraftContent, 'text' | 'terms'>;

/**
 * Who signs a draft. Service levels are agreed by security and operations. What the policy says in words, what it holds
 * for and what its ranks mean is the organisation's own: that needs an executive of a third function as well. Without a
 * base to compare with, all of them.
 */
export function neededSides(base: DraftBase | undefined, draft: DraftBase): readonly SigningSide[] {
  if (base !== undefined && policyItself(base) === policyItself(draft)) return ['security', 'operations'];
  return ['security', 'operations', 'executive'];
}

/** Text, scope and meanings of a policy, without its service levels, as one text. */
function policyItself({ text, terms }: DraftBase): string {
  return JSON.stringify([text.trim(), scopeOf(terms), terms.meanings ?? null]);
}

/** Which findings each rule holds for; a rule that comes or goes changes it, a limit does not. */
function scopeOf({ rules }: PolicyTerms): unknown[] {
  return rules.map(({ id, binding, conditions, task }) => [
    id,
    binding,
    Object.entries(conditions ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    task ?? 'install',
  ]);
}
