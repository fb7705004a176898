import type { App } from '../app.ts';
import { may } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { View } from '../read-view.ts';
import { adjudicationRow } from './adjudication-row.ts';
import { queryAdjudications } from './query-adjudications.ts';

const SHOWN = 1_000;

/** A finding, or a claim of another tool about an asset. */
export type AdjudicatedThing =
  { readonly finding: string } | { readonly flaw: string; readonly asset: string };

/** What was adjudicated of one thing, in a view: what holds, what waits, and what became of the rest. */
export async function adjudicationsOf(
  app: App,
  viewer: Viewer,
  about: { view: View; of: AdjudicatedThing; unit: string },
) {
  const found = await queryAdjudications(app, about.view, { ...about.of, limit: SHOWN });
  const rows = found.map((row) => adjudicationRow(app, viewer, row));
  return {
    active: rows.find(({ status }) => status === 'in-force') ?? null,
    waiting: rows.find(({ status }) => status === 'waiting') ?? null,
    /** Newest first. */
    ended: rows.filter(({ status }) => status === 'ended'),
    mayPropose: may(viewer, 'adjudication.propose', [about.unit]),
  };
}

export type ThingAdjudications = Awaited<ReturnType<typeof adjudicationsOf>>;
