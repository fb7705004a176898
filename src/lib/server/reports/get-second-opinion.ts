import type { App } from '../app.ts';
import { adjudicationsOf } from '../adjudications/adjudications-of.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { findAdvice } from '../findings/find-advice.ts';
import { whoMayApprove } from '../ranking/who-may-approve.ts';
import { resolveView } from '../read-view.ts';
import type { View, ViewInput } from '../read-view.ts';
import type { SecondOpinionsRow } from '../warehouse/queries.gen.ts';
import { findClaim, findingsOfClaim } from './find-claim.ts';
import type { ClaimName } from './find-claim.ts';
import { opinionRow } from './opinion-row.ts';
import { querySecondOpinions } from './query-second-opinions.ts';

/**
 * One claim with all that speaks for and against it: what the tool says, what our own scan saw, and what the vendor's
 * records say of the installed version; with what was decided, and how many other assets have the same claim.
 * @throws AppError NOT_FOUND
 */
export async function getSecondOpinion(app: App, viewer: Viewer, query: ViewInput & ClaimName) {
  authorise(viewer, 'finding.read');
  const view = await resolveView(app, viewer, query);
  const claim = await findClaim(app, view, query);
  const { assetId, flawId } = claim;
  const [adjudications, vendor, findings, alike] = await Promise.all([
    adjudicationsOf(app, viewer, { view, of: { flaw: flawId, asset: assetId }, unit: claim.unit }),
    vendorSays(app, view, claim),
    findingsOfClaim(app, view, claim),
    querySecondOpinions(app, view, { ...alikeFilters(claim), limit: 1 }),
  ]);
  const proposed = { unit: claim.unit, proposedBy: viewer.personId };
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    claim: opinionRow(claim, Date.parse(view.asOf)),
    vendor,
    findings,
    adjudications,
    /** Other assets of which the tool says the same of the same version, and nobody has decided. */
    others: Math.max((alike[0]?.total ?? 0) - (claim.decision === null ? 1 : 0), 0),
    approvers: whoMayApprove(app, { ...proposed, permission: 'adjudication.approve' }),
  };
}

export type SecondOpinion = Awaited<ReturnType<typeof getSecondOpinion>>;

/** The same claim about the same version, as far as nobody has decided it. */
export function alikeFilters({ flawId, claimedInstalled }: SecondOpinionsRow) {
  return { flaw: flawId, installed: claimedInstalled ?? '', opinion: 'conflict', decision: 'open' };
}

/** What feeds say of the product as our own scan saw it installed: one record for each package that they name. */
async function vendorSays(app: App, view: View, { assetId, product }: SecondOpinionsRow) {
  const named = { asset_id: assetId, product };
  const keys = await app.warehouse.query('product-advice-keys', { ...view.params, ...named });
  const unique = [...new Map(keys.map((row) => [row.key, row])).values()];
  const told = await Promise.all(
    unique.map(async ({ key, ...row }) => ({ ...row, advice: await findAdvice(app, view, key) })),
  );
  return told.flatMap(({ advice, ...row }) => (advice === null ? [] : [{ ...row, ...advice }]));
}
