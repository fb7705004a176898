import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';

type Summed =
  'assets' | 'covered' | 'open' | 'adjudicated' | 'overdue' | 'severe' | 'high' | 'medium' | 'low';

/** Business units that the viewer may see: assets, coverage, and what is open and overdue by rank. */
export async function listUnits(app: App, viewer: Viewer, query: ViewInput) {
  authorise(viewer, 'unit.list');
  const view = await resolveView(app, viewer, query);
  const params = { ...view.params, covered_since: view.coveredSince };
  const rows = await app.warehouse.query('units', params);
  const sum = (key: Summed) => rows.reduce((total, row) => total + row[key], 0);
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    total: rows.length,
    rows,
    all: {
      assets: sum('assets'),
      covered: sum('covered'),
      open: sum('open'),
      adjudicated: sum('adjudicated'),
      overdue: sum('overdue'),
      severe: sum('severe'),
      high: sum('high'),
      medium: sum('medium'),
      low: sum('low'),
    },
  };
}
