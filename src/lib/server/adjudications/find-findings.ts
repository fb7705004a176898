import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { findingNotFound } from '../ranking/find-targets.ts';
import type { View } from '../read-view.ts';
import type { AdjudicationPlace } from '../warehouse/adjudication-book.ts';
import type { RankTargetsRow } from '../warehouse/queries.gen.ts';

/** Findings that one decision may be about. */
const MAX_TARGETS = 10_000;

/** What an adjudication of findings is about. */
export interface FindingChoice {
  readonly findingId: string;
  /** Also all other open findings of the same fix and product in the viewer's units. */
  readonly everywhere: boolean;
}

/**
 * The open findings that are meant, the named one first.
 * @throws AppError NOT_FOUND for an absent finding and for one outside the viewer's units alike; FINDING_NOT_OPEN (409)
 */
export async function findFindings(
  app: App,
  view: View,
  { findingId, everywhere }: FindingChoice,
): Promise<readonly AdjudicationPlace[]> {
  const none = { ids: null, fix: null, product: null };
  const [named] = await app.warehouse.query('rank-targets', { ...view.params, ...none, ids: [findingId] });
  if (!named) throw findingNotFound();
  if (!named.open) throw notOpen();
  if (!everywhere) return [placeOf(named)];
  const { fix, product } = named;
  const all = await app.warehouse.query('rank-targets', { ...view.params, ...none, fix, product });
  const targets = [named, ...all.filter((one) => one.open && one.id !== findingId)];
  if (targets.length > MAX_TARGETS) throw tooMany(targets.length);
  return targets.map(placeOf);
}

function placeOf({ assetId, id }: RankTargetsRow): AdjudicationPlace {
  return { assetId, subject: 'finding', subjectId: id };
}

function notOpen(): AppError {
  return new AppError({
    code: 'FINDING_NOT_OPEN',
    message: 'This finding is not open: it is closed, adjudicated already, or its asset is retired.',
    remedy: 'Reload it to see why; an adjudication in force is reversed before another one.',
    status: 409,
  });
}

function tooMany(count: number): AppError {
  return new AppError({
    code: 'TARGETS_TOO_MANY',
    message: `${count} findings are open; at most ${MAX_TARGETS} are adjudicated at once.`,
    remedy: 'Adjudicate single findings.',
  });
}
