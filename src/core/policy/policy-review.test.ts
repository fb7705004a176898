import { expect, test } from 'vitest';
import { firstTemplate } from './policy.ts';
import { isReviewOverdue, keptUntil, nextReviewDay } from './policy-review.ts';

const at = (text: string) => Date.parse(`${text}T12:00:00.000Z`);
const version = (number: number, from: string) => ({
  ...firstTemplate('Europe/Berlin', at(from)),
  version: number,
});

test('a version is reviewed a year after its first day, then a year after each review', () => {
  const policy = version(1, '2026-03-10');
  expect(nextReviewDay(policy, null)).toBe('2027-03-10');
  expect(isReviewOverdue(policy, null, at('2027-03-10'))).toBe(false);
  expect(isReviewOverdue(policy, null, at('2027-03-11'))).toBe(true);
  expect(nextReviewDay(policy, at('2027-02-01'))).toBe('2028-02-01');
  expect(nextReviewDay({ ...policy, reviewEvery: 'P90D' }, null)).toBe('2026-06-08');
  expect(nextReviewDay({ ...policy, reviewEvery: 'PT48H' }, null)).toBe('2026-03-12');
});

test('the day of a review ends in the zone of the policy', () => {
  const policy = version(1, '2026-03-10');
  // Midnight in Berlin is 23:00 UTC.
  expect(isReviewOverdue(policy, null, Date.parse('2027-03-10T22:59:59.999Z'))).toBe(false);
  expect(isReviewOverdue(policy, null, Date.parse('2027-03-10T23:00:00.000Z'))).toBe(true);
});

test('a version is kept six years from the day that the next one took its place', () => {
  const policies = [version(1, '2024-02-29'), version(2, '2026-08-01'), version(3, '2026-06-01')];
  // Version 3 came first into effect, until version 2 did.
  expect(keptUntil(policies, 1, at('2026-09-01'))).toBe('2032-06-01');
  expect(keptUntil(policies, 3, at('2026-09-01'))).toBe('2032-08-01');
  expect(keptUntil(policies, 2, at('2026-09-01'))).toBeNull();
  // Not replaced yet.
  expect(keptUntil(policies, 3, at('2026-07-01'))).toBeNull();
  expect(keptUntil(policies, 9, at('2026-09-01'))).toBeNull();
});
