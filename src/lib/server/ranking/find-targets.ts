import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import type { RankTargetsRow } from '../warehouse/queries.gen.ts';

/** Findings that one decision may be about. */
const MAX_TARGETS = 10_000;

/** What a decision about ranks is about. */
export interface TargetChoice {
  readonly findingId: string;
  /** Also all other open findings of the same fix and product in the viewer's units. */
  readonly everywhere: boolean;
}

/**
 * The open findings that are meant, the named one first.
 * @throws AppError NOT_FOUND for an absent finding and for one outside the viewer's units alike; FINDING_CLOSED (409)
 */
export async function findTargets(
  app: App,
  view: View,
  { findingId, everywhere }: TargetChoice,
): Promise<readonly RankTargetsRow[]> {
  const none = { ids: null, fix: null, product: null };
  const [named] = await app.warehouse.query('rank-targets', { ...view.params, ...none, ids: [findingId] });
  if (!named) throw findingNotFound();
  if (!named.open) throw findingClosed();
  if (!everywhere) return [named];
  const { fix, product } = named;
  const all = await app.warehouse.query('rank-targets', { ...view.params, ...none, fix, product });
  const targets = [named, ...all.filter((one) => one.open && one.id !== findingId)];
  if (targets.length > MAX_TARGETS) throw tooMany(targets.length);
  return targets;
}

/** A foreign finding answers like an absent one. */
export function findingNotFound(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such finding.',
    remedy: 'Look it up in the list of findings.',
    status: 404,
  });
}

function findingClosed(): AppError {
  return new AppError({
    code: 'FINDING_CLOSED',
    message: 'This finding is closed, so its rank sets no deadline any more.',
    remedy: 'Change the rank of a finding that is open.',
    status: 409,
  });
}

function tooMany(count: number): AppError {
  return new AppError({
    code: 'TARGETS_TOO_MANY',
    message: `${count} findings are open; at most ${MAX_TARGETS} are ranked at once.`,
    remedy: 'Change the rank of single findings.',
  });
}
