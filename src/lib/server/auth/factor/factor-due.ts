import { AppError } from '#core/errors.ts';

/** The account has no second factor, and nothing else is answered before it has one. */
export function factorDue(): AppError {
  return new AppError({
    code: 'FACTOR_DUE',
    message: 'A second factor is needed now.',
    remedy: 'Open /enrol and add an authenticator app or a passkey.',
    status: 403,
    exitCode: 3,
  });
}
