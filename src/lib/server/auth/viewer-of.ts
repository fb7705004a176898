import { AppError } from '#core/errors.ts';
import type { Viewer } from './viewer.ts';

/** The signed-in viewer of a request. @throws AppError UNAUTHENTICATED (401) */
export function viewerOf(locals: { readonly viewer: Viewer | null }): Viewer {
  if (locals.viewer) return locals.viewer;
  throw new AppError({
    code: 'UNAUTHENTICATED',
    message: 'Nobody is signed in.',
    remedy: 'Sign in, then try again.',
    status: 401,
    exitCode: 3,
  });
}
