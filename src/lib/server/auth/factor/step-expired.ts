import { AppError } from '#core/errors.ts';

/** The step between password and second factor is unknown, used or too old. */
export function stepExpired(): AppError {
  return new AppError({
    code: 'STEP_EXPIRED',
    message: 'This sign-in took too long or was used.',
    remedy: 'Sign in again with your password.',
    status: 401,
  });
}
