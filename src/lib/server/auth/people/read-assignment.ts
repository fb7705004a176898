import { AppError } from '#core/errors.ts';
import type { RoleAssignment } from '../../store/people.ts';
import { PERSON_ROLES } from './invite-person.ts';

const UNIT = /^(\*|[a-z0-9][a-z0-9-]{0,39})$/;

/** A role that people can have, for a business unit or all. @throws AppError ROLE_INVALID, UNIT_INVALID (400) */
export function readAssignment({ role, unit }: RoleAssignment): RoleAssignment {
  const known = PERSON_ROLES.find((one) => one === role);
  if (!known) throw invalid('role', `Give one of: ${PERSON_ROLES.join(', ')}.`);
  if (!UNIT.test(unit)) throw invalid('unit', 'Give the id of a business unit, or * for all.');
  return { role: known, unit };
}

function invalid(field: 'role' | 'unit', remedy: string): AppError {
  const code = `${field.toUpperCase()}_INVALID`;
  return new AppError({ code, message: `The field ${field} is not valid.`, remedy, where: { field } });
}
