import { AppError } from '#core/errors.ts';

/** A call that the command line does not understand: exit 2. */
export function usageError(message: string, remedy: string): AppError {
  return new AppError({ code: 'USAGE', message, remedy, exitCode: 2 });
}
