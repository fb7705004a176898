import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { findingRow } from '../findings/finding-row.ts';
import { queryFindings } from '../findings/query-findings.ts';
import { findingNotFound } from '../ranking/find-targets.ts';
import { whoMayApprove } from '../ranking/who-may-approve.ts';
import { resolveView } from '../read-view.ts';
import { adjudicationsOf } from './adjudications-of.ts';
import { findFindings } from './find-findings.ts';

/**
 * What an adjudication of a finding would be about now: the finding, how many others wait for the same fix, and who may
 * be the second person. @throws AppError NOT_FOUND, FINDING_NOT_OPEN (409)
 */
export async function getAdjudicationForm(app: App, asking: Viewer, { findingId }: { findingId: string }) {
  const viewer = authorised(asking, 'adjudication.propose');
  const view = await resolveView(app, viewer, {});
  const [row] = await queryFindings(app, view, { id: findingId }, { limit: 1, offset: 0 });
  if (!row) throw findingNotFound();
  const finding = findingRow(row, view);
  const about = { view, of: { finding: findingId }, unit: finding.unit };
  const adjudications = await adjudicationsOf(app, viewer, about);
  // One that is in force is shown, not replaced.
  const targets = adjudications.active ? [] : await findFindings(app, view, { findingId, everywhere: true });
  const proposed = { unit: finding.unit, proposedBy: viewer.personId };
  return {
    asOf: view.asOf,
    zone: view.zone,
    finding,
    others: Math.max(targets.length - 1, 0),
    approvers: whoMayApprove(app, { ...proposed, permission: 'adjudication.approve' }),
    adjudications,
  };
}
