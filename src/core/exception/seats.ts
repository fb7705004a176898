import type { ApproverRole, ApproverSeat } from './exception-limits.ts';

export interface SeatedPerson {
  readonly person: string;
  readonly roles: readonly ApproverRole[];
}

/**
 * The seats that stay empty when each person fills one at most, whoever sits where: the fewest there can be. A person
 * with two roles is one person.
 */
export function emptySeats(
  seats: readonly ApproverSeat[],
  people: readonly SeatedPerson[],
): readonly ApproverSeat[] {
  const [first, ...rest] = seats;
  if (first === undefined) return [];
  const sitting = people
    .filter(({ roles }) => roles.some((role) => first.includes(role)))
    .map((chosen) =>
      emptySeats(
        rest,
        people.filter((one) => one.person !== chosen.person),
      ),
    );
  const leftEmpty = [first, ...emptySeats(rest, people)];
  return sitting.reduce((best, next) => (next.length < best.length ? next : best), leftEmpty);
}
