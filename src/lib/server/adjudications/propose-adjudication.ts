import { validateAdjudication } from '#core/adjudication/adjudication-event.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { decideOnHead } from '../ranking/decide-on-head.ts';
import { resolveView } from '../read-view.ts';
import { findFindings } from './find-findings.ts';
import type { FindingChoice } from './find-findings.ts';
import { proposeOnPlaces } from './propose-on-places.ts';

export interface AdjudicationInput extends FindingChoice {
  /** false-positive, not-affected, duplicate or wrong-match; checked. */
  readonly verdict: string;
  readonly reason: string;
  readonly evidence: readonly string[];
}

/**
 * Ask that a finding, or all open findings of its fix, be taken out of the populations: one event per finding in one
 * transaction. It waits for a second person.
 * @throws AppError DECISION_INVALID, NOT_FOUND, FINDING_NOT_OPEN (409), ADJUDICATION_… (400, 409)
 */
export async function proposeAdjudication(app: App, asking: Viewer, input: AdjudicationInput) {
  const viewer = authorised(asking, 'adjudication.propose');
  const { findingId, everywhere, ...said } = input;
  const proposal = validateAdjudication('finding', said);
  return decideOnHead(app, {
    look: async () => {
      const view = await resolveView(app, viewer, {});
      const places = await findFindings(app, view, { findingId, everywhere });
      return { ...(await app.warehouse.adjudications(places, app.clock())), places };
    },
    decide: ({ places, ...seen }) => proposeOnPlaces(app, viewer, { proposal, places, seen }),
  });
}
