import type { FreshnessLimits } from '#core/advisory/security-archive.ts';
import { AppError } from '#core/errors.ts';
import { parseDuration } from '#core/sla/duration.ts';
import { policyInForce } from './policy.ts';
import type { PolicyVersion } from './policy.ts';

const HOUR = 3_600_000;

/** A duration as plain time: days of 24 hours, months of 30 days. For ages, not for deadlines. */
export function plainDuration(duration: string): number {
  const { unit, count } = parseDuration(duration);
  if (unit === 'hours') return count * HOUR;
  return count * 24 * HOUR * (unit === 'months' ? 30 : 1);
}

/**
 * How old package lists and archives may be at an instant, by the policy in force then.
 * @throws AppError POLICY_MISSING without any policy.
 */
export function staleLimits(policies: readonly PolicyVersion[], at: number): FreshnessLimits {
  const policy = requirePolicy(policies, at);
  return {
    staleListsMs: plainDuration(policy.staleLists),
    staleArchiveMs: plainDuration(policy.staleArchive),
  };
}

/** The policy in force at an instant. @throws AppError POLICY_MISSING without any. */
export function requirePolicy(policies: readonly PolicyVersion[], at: number): PolicyVersion {
  const policy = policyInForce(policies, at);
  if (policy) return policy;
  throw new AppError({
    code: 'POLICY_MISSING',
    message: 'No policy version has been published.',
    remedy: 'Start the server once: it publishes version 1.',
    exitCode: 3,
    status: 500,
  });
}
