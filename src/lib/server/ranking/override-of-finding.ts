import type { App } from '../app.ts';
import { may } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { View } from '../read-view.ts';
import { queryRankChanges } from './query-rank-changes.ts';
import { rankChangeRow } from './rank-change-row.ts';

const SHOWN = 1_000;

/** What people decided on the rank of one finding, in a view: what holds, what waits, and what became of the rest. */
export async function overrideOfFinding(
  app: App,
  viewer: Viewer,
  about: { view: View; findingId: string; unit: string },
) {
  const { view, findingId } = about;
  const found = await queryRankChanges(app, view, { finding: findingId, limit: SHOWN });
  const rows = found.map((row) => rankChangeRow(app, viewer, row));
  return {
    active: rows.find(({ status }) => status === 'in-force') ?? null,
    waiting: rows.find(({ status }) => status === 'waiting') ?? null,
    /** Newest first. */
    ended: rows.filter(({ status }) => status === 'ended'),
    mayPropose: may(viewer, 'rank.propose', [about.unit]),
  };
}

export type FindingOverride = Awaited<ReturnType<typeof overrideOfFinding>>;
