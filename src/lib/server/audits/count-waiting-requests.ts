import { waitsForStaff } from '#core/audit/audit-request.ts';
import type { App } from '../app.ts';
import { authorised, may } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { holdsFor, inScope } from './audit-reach.ts';
import { engagementState, readEngagements } from './engagement-book.ts';
import { requestsInView } from './request-book.ts';
import type { KnownRequest } from './request-book.ts';

/** Requests that wait for the viewer: for an answer of staff, or for the decision of the auditor who asked. */
export async function countWaitingRequests(app: App, viewer: Viewer, query: ViewInput): Promise<number> {
  if (!may(viewer, 'audit.read')) return 0;
  const view = await resolveView(app, viewer, query);
  const units = may(viewer, 'audit.answer') ? authorised(viewer, 'audit.answer').units : [];
  const engagements = readEngagements(app);
  const waits = ({ state }: KnownRequest): boolean => {
    const engagement = engagements.get(state.content.engagement);
    if (!engagement || engagementState(engagement, app.clock()) !== 'under-way') return false;
    if (state.status === 'answered') return state.author === viewer.personId;
    return waitsForStaff(state) && holdsFor(units, state.content.unit);
  };
  return requestsInView(app, viewer, view).filter(
    (one) => inScope(one.state.content.unit, query.unit) && waits(one),
  ).length;
}
