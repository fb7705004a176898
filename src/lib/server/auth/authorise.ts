import { AppError } from '#core/errors.ts';
import { permissions, type Permission, type PermissionRule } from './permissions.ts';
import { requireFresh } from './step-up.ts';
import type { Viewer } from './viewer.ts';

/**
 * The first statement of every use case.
 * @throws AppError UNAUTHENTICATED (401), FORBIDDEN (403), SCOPE_MISSING (403, API tokens), STEP_UP_NEEDED (403,
 *   permissions with `fresh`)
 */
export function authorise(viewer: Viewer | null, permission: Permission): asserts viewer is Viewer {
  if (!viewer) throw unauthenticated();
  const rule: PermissionRule = permissions[permission];
  if (!holdsRole(viewer, rule)) throw forbidden(permission);
  if (viewer.scopes) {
    if (rule.scope === null) throw forbidden(permission);
    if (!viewer.scopes.includes(rule.scope)) throw scopeMissing(rule.scope);
  }
  if (rule.fresh) requireFresh(viewer, rule.fresh);
}

/** Whether `authorise` would let it pass, once confirmed where it must be: for showing or leaving out a button. */
export function may(viewer: Viewer | null, permission: Permission): boolean {
  if (!viewer) return false;
  const rule: PermissionRule = permissions[permission];
  if (!holdsRole(viewer, rule)) return false;
  return viewer.scopes === undefined || (rule.scope !== null && viewer.scopes.includes(rule.scope));
}

function holdsRole(viewer: Viewer, rule: PermissionRule): boolean {
  return viewer.roles.some((role) => rule.roles.includes(role));
}

/** Nobody is signed in, and this needs somebody. */
export function unauthenticated(): AppError {
  return new AppError({
    code: 'UNAUTHENTICATED',
    message: 'Nobody is signed in.',
    remedy: 'Sign in, or send an API token in the Authorization header.',
    status: 401,
    exitCode: 3,
  });
}

function forbidden(permission: Permission): AppError {
  return new AppError({
    code: 'FORBIDDEN',
    message: `This needs the permission ${permission}, which you do not have.`,
    remedy: 'Ask an administrator for a role that has it.',
    status: 403,
    exitCode: 3,
  });
}

function scopeMissing(scope: string): AppError {
  return new AppError({
    code: 'SCOPE_MISSING',
    message: `This API token lacks the scope ${scope}.`,
    remedy: `Make a token with the scope ${scope}.`,
    status: 403,
    exitCode: 3,
  });
}
