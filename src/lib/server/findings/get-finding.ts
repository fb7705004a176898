import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { exceptionsOfFinding } from '../exceptions/exceptions-of-finding.ts';
import { findSupport } from '../inventory/find-support.ts';
import { assetRow, queryAssets } from '../inventory/list-assets.ts';
import { adjudicationsOf } from '../adjudications/adjudications-of.ts';
import { overrideOfFinding } from '../ranking/override-of-finding.ts';
import { resolveView } from '../read-view.ts';
import type { View, ViewInput } from '../read-view.ts';
import { findClaims, isReported } from './find-claims.ts';
import { findEvidence } from './find-evidence.ts';
import { hostReasons } from './finding-reasons.ts';
import { findingRow } from './finding-row.ts';
import { livePatchesOf } from './live-patches-of.ts';
import { queryFindings } from './query-findings.ts';
import type { FindingsRow } from '../warehouse/queries.gen.ts';
import { findAdvice } from './find-advice.ts';
import { findRating } from './find-rating.ts';
import { findSteps } from './find-steps.ts';
import { rankOfRow } from './rank-of-row.ts';

/**
 * One finding with its deadlines, its history and the raw lines that decide it.
 * @throws AppError NOT_FOUND for an absent finding and for one outside the viewer's units alike
 */
export async function getFinding(app: App, viewer: Viewer, input: ViewInput & { id: string }) {
  authorise(viewer, 'finding.read');
  const view = await resolveView(app, viewer, input);
  const row = await findRow(app, view, input.id);
  const finding = findingRow(row, view);
  const [obligations, history, assets, advice, claims, reported] = await Promise.all([
    app.warehouse.query('obligations', { ...view.params, id: input.id }),
    app.warehouse.query('finding-history', { ...view.params, id: input.id }),
    queryAssets(app, view, { id: finding.assetId }),
    findAdvice(app, view, row.adviceKey),
    findClaims(app, view, finding),
    findRating(app, view, row),
  ]);
  const [asset] = assets;
  const steps = await findSteps(app, viewer, { view, finding, advice });
  if (!asset) throw findingNotFound();
  const of = { view, unit: finding.unit };
  const exceptions = await exceptionsOfFinding(app, viewer, { ...of, findingId: finding.id });
  const { controls } = exceptions;
  const livePatches = livePatchesOf(finding, asset.facts);
  const host = assetRow(asset);
  const about = { finding, livePatches, unfixed: advice?.unfixed ?? [], asset: host.reasons };
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    finding: { ...finding, reasons: [...finding.reasons, ...hostReasons(about)] },
    exceptions,
    obligations,
    history,
    asset: host,
    advice,
    ranking: rankOfRow(row, { view, advice, asset, reported, controls }),
    override: await overrideOfFinding(app, viewer, { ...of, findingId: finding.id }),
    adjudications: await adjudicationsOf(app, viewer, { ...of, of: { finding: finding.id } }),
    claims,
    steps,
    support: await findSupport(app, view, asset),
    livePatches,
    // What a report brought rests on what its tool said, not on lines of a scan of ours.
    evidence: isReported(finding, claims) ? null : await findEvidence(app, view, { finding, advice }),
  };
}

/** The row of one finding in a view. @throws AppError NOT_FOUND */
async function findRow(app: App, view: View, id: string): Promise<FindingsRow> {
  const [row] = await queryFindings(app, view, { id }, { limit: 1, offset: 0 });
  if (!row) throw findingNotFound();
  return row;
}

function findingNotFound(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such finding.',
    remedy: 'Look it up in the list of findings.',
    status: 404,
  });
}
