import { ranks } from '#core/policy/rank.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';

const nothing = { d1to30: 0, d31to60: 0, d61to90: 0, over90: 0, all: 0, adjudicated: 0 };

/** How late what is overdue is: open findings past due by rank and local days, a row for every rank. */
export async function getAgeing(app: App, viewer: Viewer, query: ViewInput) {
  authorise(viewer, 'posture.read');
  const view = await resolveView(app, viewer, query);
  const found = await app.warehouse.query('ageing', { ...view.params, zone: view.zone });
  const rows = ranks.map((rank) => ({ ...nothing, ...found.find((row) => row.rank === rank), rank }));
  const all = { ...nothing };
  for (const row of rows) {
    all.d1to30 += row.d1to30;
    all.d31to60 += row.d31to60;
    all.d61to90 += row.d61to90;
    all.over90 += row.over90;
    all.all += row.all;
    all.adjudicated += row.adjudicated;
  }
  return { asOf: view.asOf, knownAt: view.knownAt, zone: view.zone, rows, all };
}
