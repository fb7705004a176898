import { AppError } from '#core/errors.ts';
import { permissions, type Permission, type PermissionRule } from './permissions.ts';
import type { Role } from './roles.ts';
import { requireFresh } from './step-up.ts';
import type { Holding, Viewer } from './viewer.ts';

/**
 * The first statement of every use case that reads, or changes what belongs to no unit.
 * @throws AppError UNAUTHENTICATED (401), FORBIDDEN, READ_ONLY_ROLE, NO_ENGAGEMENT (403), SCOPE_MISSING (403, API tokens),
 *   STEP_UP_NEEDED (403, permissions with `fresh`)
 */
export function authorise(viewer: Viewer | null, permission: Permission): asserts viewer is Viewer {
  if (!viewer) throw unauthenticated();
  const rule: PermissionRule = permissions[permission];
  if (!isHeld(viewer, rule)) throw refusalOf(viewer, permission);
  if (viewer.scopes) {
    if (rule.scope === null) throw forbidden(permission);
    if (!viewer.scopes.includes(rule.scope)) throw scopeMissing(rule.scope);
  }
  if (rule.fresh) requireFresh(viewer, rule.fresh);
}

/**
 * As `authorise`, for what changes something of a business unit: the viewer with the roles and units that it may be
 * done with. An analyst of one unit who manages another approves in that other one only.
 */
export function authorised(viewer: Viewer | null, permission: Permission): Viewer {
  authorise(viewer, permission);
  const holdings = holdingsFor(viewer, permissions[permission]).filter(({ from }) => from === undefined);
  return { ...viewer, ...spread(holdings), holdings };
}

/**
 * The business units for which a viewer holds one of these roles without anybody's help: what a person away handed over
 * is for approvals that may be handed over, and a role held for one unit reaches no other.
 */
export function ownUnits(viewer: Viewer, roles: readonly Role[]): readonly string[] {
  return spread(heldBy(viewer).filter(({ role, from }) => from === undefined && roles.includes(role))).units;
}

/** Each authority that a viewer can decide with, the own one first, then those of persons away. */
export function authorities(viewer: Viewer | null, permission: Permission): readonly Viewer[] {
  authorise(viewer, permission);
  const bySource = Map.groupBy(holdingsFor(viewer, permissions[permission]), ({ from }) => from ?? null);
  return [...bySource]
    .sort(([a], [b]) => (a ?? '').localeCompare(b ?? ''))
    .map(([from, holdings]) => ({
      ...viewer,
      ...spread(holdings),
      holdings,
      ...(from === null ? {} : { onBehalfOf: from }),
    }));
}

/**
 * Whether it would be let pass, once confirmed where it must be: for showing or leaving out a button. With the business
 * units of an object, whether it may be done with that object: a role held for another unit is not enough.
 */
export function may(viewer: Viewer | null, permission: Permission, units: readonly string[] = []): boolean {
  if (!viewer) return false;
  const rule: PermissionRule = permissions[permission];
  if (!isHeld(viewer, rule) || !reaches(viewer, rule, units)) return false;
  return viewer.scopes === undefined || (rule.scope !== null && viewer.scopes.includes(rule.scope));
}

/** Whether one authority, the own one or that of one person away, reaches all of these units. */
function reaches(viewer: Viewer, rule: PermissionRule, units: readonly string[]): boolean {
  if (rule.reach !== 'units') return true;
  const bySource = Map.groupBy(holdingsFor(viewer, rule), ({ from }) => from);
  return [...bySource.values()].some((holdings) => {
    const held = spread(holdings).units;
    return held.includes('*') || units.every((unit) => held.includes(unit));
  });
}

function isHeld(viewer: Viewer, rule: PermissionRule): boolean {
  // What is one's own stays one's own, also for an auditor between two engagements.
  if (rule.reach === 'own') return viewer.roles.some((role) => rule.roles.includes(role));
  return holdingsFor(viewer, rule).length > 0;
}

/** The holdings that give a permission, where it reaches. */
function holdingsFor(viewer: Viewer, rule: PermissionRule): readonly Holding[] {
  return heldBy(viewer).filter(
    ({ role, units, from }) =>
      rule.roles.includes(role) &&
      (from === undefined || rule.delegable === true) &&
      (rule.reach !== 'organisation' || units.includes('*')),
  );
}

function heldBy({ holdings, roles, units }: Viewer): readonly Holding[] {
  return holdings ?? roles.map((role) => ({ role, units }));
}

function spread(holdings: readonly Holding[]): Pick<Viewer, 'roles' | 'units'> {
  const units = new Set(holdings.flatMap((one) => one.units));
  return {
    roles: [...new Set(holdings.map(({ role }) => role))],
    units: units.has('*') ? ['*'] : [...units].sort(),
  };
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

function refusalOf({ roles, holdings }: Viewer, permission: Permission): AppError {
  const rule: PermissionRule = permissions[permission];
  const audits = rule.roles.includes('auditor') && roles.includes('auditor');
  if (audits && holdings?.every(({ role }) => role !== 'auditor')) return noEngagement();
  const onlyReads = roles.length > 0 && roles.every((role) => role === 'auditor');
  if (onlyReads && !isReading(permission)) return readOnly(permission);
  return forbidden(permission, rule.reach === 'organisation' ? ' for all business units' : '');
}

function noEngagement(): AppError {
  return new AppError({
    code: 'NO_ENGAGEMENT',
    message: 'No audit engagement of yours is under way, and an auditor sees nothing outside one.',
    remedy: 'Ask an administrator or the CISO for an engagement with its dates.',
    status: 403,
    exitCode: 3,
  });
}

/** By its name: what is seen, listed, verified or exported changes nothing. */
function isReading(permission: Permission): boolean {
  return /\.(?:read|list|verify|export)/.test(permission);
}

function readOnly(permission: Permission): AppError {
  return new AppError({
    code: 'READ_ONLY_ROLE',
    message: `An auditor reads and changes nothing here; this needs the permission ${permission}.`,
    remedy: 'Ask for evidence, comment or draw a sample in your engagement, or ask whoever may change it.',
    status: 403,
    exitCode: 3,
  });
}

function forbidden(permission: Permission, where = ''): AppError {
  return new AppError({
    code: 'FORBIDDEN',
    message: `This needs the permission ${permission}${where}, which you do not have.`,
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
