import type { RoleAssignment } from '#lib/server/store/people.ts';

/** `manager:cards`, as it is typed and shown. */
export const roleText = ({ role, unit }: RoleAssignment): string => `${role}:${unit}`;

/** The other way round; without a unit for all. */
export function readRole(text: string): RoleAssignment {
  const [role = '', unit = '*'] = text.split(':');
  return { role, unit };
}
