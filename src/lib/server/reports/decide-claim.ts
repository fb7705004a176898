import { validateAdjudication } from '#core/adjudication/adjudication-event.ts';
import { AppError } from '#core/errors.ts';
import { proposeOnPlaces } from '../adjudications/propose-on-places.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { decideOnHead } from '../ranking/decide-on-head.ts';
import { resolveView } from '../read-view.ts';
import type { View } from '../read-view.ts';
import type { AdjudicationPlace } from '../warehouse/adjudication-book.ts';
import type { SecondOpinionsRow } from '../warehouse/queries.gen.ts';
import { findClaim, findingsOfClaim } from './find-claim.ts';
import type { ClaimName } from './find-claim.ts';
import { alikeFilters } from './get-second-opinion.ts';
import { querySecondOpinions } from './query-second-opinions.ts';

/** Claims that one decision may be about. */
const MAX_CLAIMS = 1_000;

export interface ClaimDecision extends ClaimName {
  /** Also where the tool says the same of the same version on other assets in the viewer's units. */
  readonly everywhere: boolean;
  /** scan-right or tool-right; checked. */
  readonly verdict: string;
  readonly reason: string;
  readonly evidence: readonly string[];
}

/**
 * Propose who is right where another tool and our own scan disagree. Where our scan is, findings that the claim had
 * opened before we knew the product are proposed as false positives with it.
 * @throws AppError DECISION_INVALID, NOT_FOUND, CLAIM_AGREED, ADJUDICATION_… (400, 409)
 */
export async function decideClaim(app: App, asking: Viewer, input: ClaimDecision) {
  const viewer = authorised(asking, 'adjudication.propose');
  const { assetId, flawId, everywhere, ...said } = input;
  const proposal = validateAdjudication('claim', said);
  return decideOnHead(app, {
    look: async () => {
      const view = await resolveView(app, viewer, {});
      const named = await findClaim(app, view, { assetId, flawId });
      if (named.opinion !== 'conflict') throw agreed();
      const claims = everywhere ? [named, ...(await othersLike(app, view, named))] : [named];
      const places = claims.map((claim): AdjudicationPlace => {
        return { assetId: claim.assetId, subject: 'claim', subjectId: claim.flawId };
      });
      const findings = proposal.verdict === 'scan-right' ? await openedBy(app, view, claims) : [];
      const seen = await app.warehouse.adjudications([...places, ...findings], app.clock());
      return { seq: seen.seq, seen, places, findings };
    },
    decide: ({ seen, places, findings }) => {
      const receipt = proposeOnPlaces(app, viewer, { proposal, places, seen });
      const free = findings.filter((place) => seen.stateOf(place).pending === null);
      const alike = { ...proposal, verdict: 'false-positive' as const };
      const also = proposeOnPlaces(app, viewer, { proposal: alike, places: free, seen });
      return { ...receipt, findings: also.proposed };
    },
  });
}

async function othersLike(app: App, view: View, named: SecondOpinionsRow) {
  const alike = await querySecondOpinions(app, view, { ...alikeFilters(named), limit: MAX_CLAIMS });
  return alike.filter(({ assetId }) => assetId !== named.assetId);
}

/** Findings that stand open because of these claims alone: our own scans see nothing of them. */
async function openedBy(app: App, view: View, claims: readonly SecondOpinionsRow[]) {
  const findings = await Promise.all(claims.map((claim) => findingsOfClaim(app, view, claim)));
  return findings
    .flat()
    .filter(({ verdict }) => verdict === 'fail')
    .map((finding): AdjudicationPlace => {
      return { assetId: finding.assetId, subject: 'finding', subjectId: finding.id };
    });
}

function agreed(): AppError {
  return new AppError({
    code: 'CLAIM_AGREED',
    message: 'Our own scan and the tool agree here: there is nothing to decide between them.',
    remedy: 'If both are wrong, adjudicate the finding.',
    status: 409,
  });
}
