import { z } from 'zod';
import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { LogEvent } from '../log/event-log.ts';
import { resolveView } from '../read-view.ts';
import { attributes } from './asset-attributes.ts';
import { decidedValue } from './preview-decisions.ts';
import { recordDecisions } from './record-decisions.ts';
import type { DecideReceipt, DecisionEntry } from './record-decisions.ts';

const MAX_EVENTS = 20_000;

const bodySchema = z.object({
  assetId: z.string(),
  decisions: z.array(z.object({ attribute: z.enum(attributes) })),
});

/**
 * Decide again what held before the viewer's own decisions in the events firstSeq … seq, from the same instants on: a
 * new record, not an erasure.
 * @throws AppError NOT_FOUND for events that are not such decisions of this viewer
 */
export async function undoDecisions(
  app: App,
  asking: Viewer,
  { firstSeq, seq }: { readonly firstSeq: number; readonly seq: number },
): Promise<DecideReceipt> {
  const viewer = authorised(asking, 'asset.decide');
  const count = seq - firstSeq + 1;
  if (!Number.isInteger(count) || firstSeq < 1 || count < 1 || count > MAX_EVENTS) throw nothingToUndo();
  const events = app.store.log.read(firstSeq - 1, count);
  const own = events.every(({ kind, actor }) => kind === 'asset.decided' && actor === viewer.personId);
  if (events.length !== count || !own) throw nothingToUndo();
  const view = await resolveView(app, viewer, {});
  const known_at = firstSeq - 1;
  const ids = [...new Set(events.map(({ object }) => object))];
  const seen = await app.warehouse.query('known-assets', { ...view.params, known_at, ids });
  if (seen.length !== ids.length) throw nothingToUndo();
  return recordDecisions(app, viewer, await entriesBefore(app, { events, known_at }));
}

/** For each event the values that held at its instant before it was recorded. */
async function entriesBefore(
  app: App,
  { events, known_at }: { events: readonly LogEvent[]; known_at: number },
): Promise<DecisionEntry[]> {
  const entries: DecisionEntry[] = [];
  for (const [as_of, group] of Map.groupBy(events, ({ effectiveFrom }) => effectiveFrom)) {
    const ids = group.map(({ object }) => object);
    // The viewer saw these assets when deciding; at a back-dated instant they may have been another unit's.
    const rows = await app.warehouse.query('decided-facts', { viewer_units: ['*'], as_of, known_at, ids });
    const known = new Map(rows.map((row) => [row.id, row]));
    for (const { body } of group) {
      const { assetId, decisions } = bodySchema.parse(body);
      const before = decisions.map(({ attribute }) => ({
        attribute,
        value: decidedValue(known.get(assetId), attribute),
      }));
      entries.push({ assetId, effectiveFrom: as_of, decisions: before });
    }
  }
  return entries;
}

function nothingToUndo(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such decision to undo.',
    remedy: 'Set the facts again by hand.',
    status: 404,
  });
}
