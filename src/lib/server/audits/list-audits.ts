import type { App } from '../app.ts';
import { authorise, may } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { personName } from '../exceptions/exception-row.ts';
import type { View } from '../read-view.ts';
import { auditReach } from './audit-reach.ts';
import type { AuditReach } from './audit-reach.ts';
import { engagementState, readEngagements } from './engagement-book.ts';
import type { Engagement } from './engagement-book.ts';

/** Every engagement by its id, and those that a viewer sees, the latest first. */
export function engagementsInView(app: App, viewer: Viewer, view: View) {
  const at = Date.parse(view.asOf);
  const reach = auditReach(app, viewer);
  const engagements = readEngagements(app, { knownAt: view.knownAt, asOf: at });
  const seen = [...engagements.values()]
    .filter((one) => isSeen(reach, one))
    .toSorted((a, b) => b.from - a.from || (a.id < b.id ? -1 : 1))
    .map((one) => ({
      id: one.id,
      name: one.name,
      units: one.units,
      auditors: one.auditors.map((person) => personName(app, person)).toSorted(),
      from: new Date(one.from).toISOString(),
      until: new Date(one.until).toISOString(),
      state: engagementState(one, at),
    }));
  return { engagements, seen };
}

/** Staff see those about one of their units, or about all; auditors see their own that are under way. */
function isSeen({ staff, engagements }: AuditReach, { id, units }: Engagement): boolean {
  if (engagements.has(id) || staff.includes('*')) return true;
  return units.some((unit) => unit === '*' || staff.includes(unit)) && staff.length > 0;
}

/** The engagements under way in which the viewer may write, for the choice of a form. */
export function listOwnEngagements(app: App, viewer: Viewer) {
  authorise(viewer, 'audit.write');
  const known = readEngagements(app);
  return app.store.engagements.under(viewer.personId ?? '', app.clock()).flatMap(({ id }) => {
    const one = known.get(id);
    return one ? [{ id, name: one.name, units: one.units, until: new Date(one.until).toISOString() }] : [];
  });
}

/** Whether a page offers to write. */
export function mayAudit(viewer: Viewer): boolean {
  return may(viewer, 'audit.write');
}
