import { inputError } from './failure.ts';
import { isProfileName, profiles, type Limits } from './limits.ts';
import type { ScanRequest } from './scanner.ts';

/**
 * Limits of a credentialed scan: those of its profile, with the request's own on top.
 * @throws AppError PROFILE_UNKNOWN, which is a defect of the caller: forms and commands offer the registry's names.
 */
export function requestLimits(request: Pick<ScanRequest, 'profile' | 'limits'>): Limits {
  if (!isProfileName(request.profile)) throw unknownProfile(request.profile, Object.keys(profiles));
  return { ...profiles[request.profile], ...request.limits };
}

/** The error of a profile name that a scanner does not have. */
export function unknownProfile(name: string, known: readonly string[]) {
  return inputError(
    'PROFILE_UNKNOWN',
    `There is no profile “${name.slice(0, 40)}”.`,
    `Use one of: ${known.join(', ')}.`,
    { field: 'profile' },
  );
}
