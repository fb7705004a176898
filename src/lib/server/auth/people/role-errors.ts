import { AppError } from '#core/errors.ts';

/** ROLE_HELD (409): what is to be given is there already. */
export function roleHeld(holder: 'person' | 'group'): AppError {
  return new AppError({
    code: 'ROLE_HELD',
    message: `The ${holder} has this role already.`,
    remedy: 'Choose another role or business unit.',
    status: 409,
    where: { field: 'role' },
  });
}

/** ROLE_NOT_HELD (404): what is to be taken is not there. */
export function roleNotHeld(holder: 'person' | 'group'): AppError {
  return new AppError({
    code: 'ROLE_NOT_HELD',
    message: `The ${holder} does not have this role.`,
    remedy: 'Reload the page to see the roles.',
    status: 404,
  });
}
