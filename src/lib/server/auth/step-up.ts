import { AppError } from '#core/errors.ts';
import type { Viewer } from './viewer.ts';

/** What must have been given lately: `factor` = a second factor, `any` = that or the password. */
export type Needed = 'any' | 'factor';

/** How long a password or code counts as given just now. */
export const FRESH_MS = 5 * 60_000;

/**
 * Refuses a person at a page who has not confirmed lately. `authorise` asks it for every permission with `fresh`; a
 * use case asks it itself only where a part of it needs more than the permission says.
 * @throws AppError STEP_UP_NEEDED (403); pages turn it into the page that asks (`src/routes/step-up.server.ts`)
 */
export function requireFresh(viewer: Viewer, needed: Needed): void {
  if (isFresh(viewer, needed)) return;
  throw new AppError({
    code: 'STEP_UP_NEEDED',
    message:
      needed === 'factor'
        ? 'This needs your second factor, given at most five minutes ago.'
        : 'This needs your password or second factor, given at most five minutes ago.',
    remedy: 'Confirm that it is you, then do it again.',
    status: 403,
    exitCode: 3,
    where: { needs: needed },
  });
}

/** Whether `requireFresh` would let it pass: for asking before a form is filled in. */
export function isFresh(viewer: Viewer, needed: Needed): boolean {
  if (viewer.via !== 'web') return true;
  return viewer.fresh === 'factor' || (needed === 'any' && viewer.fresh === 'password');
}
