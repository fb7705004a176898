import { AppError } from '../errors.ts';
import { ranks } from '../policy/rank.ts';
import type { Rank } from '../policy/rank.ts';
import { approverRoles, maxDays } from './exception-limits.ts';
import type { ApproverSeat, ExceptionLimits } from './exception-limits.ts';

const maxSeats = 5;
const maxRenewals = 12;

function invalid(field: string, message: string): AppError {
  return new AppError({
    code: 'POLICY_INVALID',
    message: `exceptions.${field}: ${message}`,
    remedy: 'Correct this field of the policy and publish again.',
    where: { field: `exceptions.${field}` },
  });
}

function fieldsOf(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(field, 'is missing or no object.');
  return value as Readonly<Record<string, unknown>>;
}

function countOf(value: unknown, field: string, { from, to }: { from: number; to: number }): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < from || value > to)
    throw invalid(field, `must be a whole number from ${from} to ${to}.`);
  return value;
}

function seatOf(value: unknown, field: string): ApproverSeat {
  if (!Array.isArray(value) || value.length === 0)
    throw invalid(field, 'must be a list of roles that is not empty.');
  return value.map((item: unknown) => {
    const role = approverRoles.find((known) => known === item);
    if (role === undefined) throw invalid(field, `may hold ${approverRoles.join(', ')}.`);
    return role;
  });
}

function seatsOf(value: unknown, field: string): readonly ApproverSeat[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > maxSeats)
    throw invalid(field, `must be a list of 1 to ${maxSeats} approvals.`);
  return value.map((seat: unknown, index) => seatOf(seat, `${field}[${index}]`));
}

function byRank<T>(value: unknown, field: string, read: (value: unknown, field: string) => T) {
  const fields = fieldsOf(value, field);
  return Object.fromEntries(ranks.map((rank) => [rank, read(fields[rank], `${field}.${rank}`)])) as Record<
    Rank,
    T
  >;
}

/** Checks the exception maxima of a policy from outside. @throws AppError POLICY_INVALID with the field. */
export function validateExceptionLimits(input: unknown): ExceptionLimits {
  const { days, approvers, renewals, assessorMayApprove } = fieldsOf(input, 'limits');
  if (typeof assessorMayApprove !== 'boolean') throw invalid('assessorMayApprove', 'must be true or false.');
  return {
    days: byRank(days, 'days', (value, field) => countOf(value, field, { from: 1, to: maxDays })),
    approvers: byRank(approvers, 'approvers', seatsOf),
    renewals: countOf(renewals, 'renewals', { from: 0, to: maxRenewals }),
    assessorMayApprove,
  };
}
