import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import { readDecision } from './read-decision.ts';
import { readEffect } from './read-effect.ts';
import { recordDecisions } from './record-decisions.ts';
import type { Decision, DecideReceipt, DecisionEntry } from './record-decisions.ts';

export interface DecideInput {
  readonly assetIds: readonly string[];
  /** A local day or an ISO instant from which it holds, also in the past; absent or today = now. */
  readonly effectiveFrom?: string | undefined;
  readonly decisions: readonly { readonly attribute: string; readonly value: string | null }[];
}

/** Assets that one decision may be about. */
export const MAX_DECIDED_ASSETS = 10_000;

/**
 * Decide facts about assets: owner, business unit, criticality, environment, exposure, scope, status. One event per
 * asset, all or none; a scan never overwrites them.
 * @throws AppError NOT_FOUND for an asset or unit outside the viewer's units, DECISION_INVALID
 */
export async function decideAssets(app: App, asking: Viewer, input: DecideInput): Promise<DecideReceipt> {
  const viewer = authorised(asking, 'asset.decide');
  return recordDecisions(app, viewer, await readDecisions(app, viewer, input));
}

/** What `decideAssets` would record, checked. @throws AppError as `decideAssets` */
export async function readDecisions(app: App, asking: Viewer, input: DecideInput): Promise<DecisionEntry[]> {
  const viewer = authorised(asking, 'asset.decide');
  const effectiveFrom = readEffect(app, input.effectiveFrom);
  const decisions = input.decisions.map(readDecision);
  const assetIds = [...new Set(input.assetIds)];
  if (assetIds.length === 0 || decisions.length === 0 || assetIds.length > MAX_DECIDED_ASSETS)
    throw nothingToDecide();
  await refuseForeign(app, viewer, assetIds, decisions);
  return assetIds.map((assetId) => ({ assetId, effectiveFrom, decisions }));
}

/** A foreign asset or unit answers exactly like an absent one. */
async function refuseForeign(
  app: App,
  viewer: Viewer,
  assetIds: readonly string[],
  decisions: readonly Decision[],
): Promise<void> {
  const view = await resolveView(app, viewer, {});
  const seen = await app.warehouse.query('known-assets', { ...view.params, ids: assetIds });
  if (seen.length !== assetIds.length) {
    throw new AppError({
      code: 'NOT_FOUND',
      message: 'There is no such asset.',
      remedy: 'Look it up in the list of assets.',
      status: 404,
    });
  }
  const unit = decisions.find(({ attribute }) => attribute === 'unit')?.value;
  if (unit === undefined || unit === null || unit === 'default') return;
  const units = await app.warehouse.query('unit-names', view.params);
  if (units.some((one) => one.unit === unit)) return;
  throw new AppError({
    code: 'UNIT_UNKNOWN',
    message: `There is no business unit "${unit.slice(0, 40)}".`,
    remedy: 'Add it under Business units first.',
    status: 404,
    where: { field: 'unit' },
  });
}

function nothingToDecide(): AppError {
  return new AppError({
    code: 'DECISION_INVALID',
    message: 'Nothing was chosen.',
    remedy: `Choose 1 to ${MAX_DECIDED_ASSETS} assets and at least one fact to set.`,
  });
}
