import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';

/** What belongs to an engagement, and to the people of which units. */
export interface Placed {
  readonly engagement: string;
  /** `*` = all of them, null = only those whose role holds for all. */
  readonly unit: string | null;
}

/** What a viewer sees of audits: of their units as staff, of their running engagements as an auditor. */
export interface AuditReach {
  readonly staff: readonly string[];
  readonly auditor: readonly string[];
  readonly engagements: ReadonlySet<string>;
}

/** @throws AppError as `authorise` for whoever may not read them */
export function auditReach(app: Pick<App, 'store' | 'clock'>, viewer: Viewer): AuditReach {
  const { holdings = [] } = authorised(viewer, 'audit.read');
  const unitsOf = (audits: boolean): readonly string[] =>
    holdings.filter(({ role }) => (role === 'auditor') === audits).flatMap(({ units }) => units);
  const running = app.store.engagements.under(viewer.personId ?? '', app.clock());
  return {
    staff: unitsOf(false),
    auditor: unitsOf(true),
    engagements: new Set(running.map(({ id }) => id)),
  };
}

/** Whether somebody sees it. */
export function reaches({ staff, auditor, engagements }: AuditReach, { engagement, unit }: Placed): boolean {
  if (holdsFor(staff, unit) || (unit === '*' && staff.length > 0)) return true;
  return engagements.has(engagement) && (unit === '*' || holdsFor(auditor, unit));
}

/** Whether units take in one: what is of several units, or of all, is for whose role holds for all. */
export function holdsFor(units: readonly string[], unit: string | null): boolean {
  return units.includes('*') || (unit !== null && units.includes(unit));
}

/** Whether it is in the scope that a reader has chosen; none = everything. */
export function inScope(unit: string | null, scope: string | undefined): boolean {
  return scope === undefined || unit === '*' || unit === scope;
}
