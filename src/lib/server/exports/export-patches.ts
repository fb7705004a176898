import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { listPatches } from '../findings/list-patches.ts';
import type { PatchesQuery } from '../findings/list-patches.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

type Patch = Awaited<ReturnType<typeof listPatches>>['rows'][number];

const columns: CsvColumns<Patch> = {
  place: (row) => row.place,
  advisory: (row) => row.advisory,
  product: (row) => row.product,
  version: (row) => row.version,
  fix: (row) => row.fix,
  title: (row) => row.title,
  cves: (row) => row.cves.join('; '),
  rank: (row) => row.rank,
  ranked: (row) => row.ranked,
  severity: (row) => row.severity,
  knownExploited: (row) => row.knownExploited,
  released: (row) => row.released,
  findings: (row) => row.findings,
  assets: (row) => row.assets,
  exposed: (row) => row.exposed,
  overdue: (row) => row.overdue,
  due: (row) => row.due,
  oldest: (row) => row.oldest,
  closed: (row) => row.closed,
  adjudicated: (row) => row.adjudicated,
  units: (row) => row.units,
  classes: (row) => row.classes.join('; '),
  risk: (row) => row.risk,
  effort: (row) => row.effort.actions,
  install: (row) => row.effort.install,
  reboot: (row) => row.effort.reboot,
  restart: (row) => row.effort.restart,
  held: (row) => row.effort.held,
  settings: (row) => row.effort.settings,
  advice: (row) => row.effort.advice,
  steps: (row) => row.steps,
  supersedes: (row) => row.supersedes.join('; '),
  releases: (row) => row.releases.join('; '),
  knownSince: (row) => row.knownSince,
};

interface ExportQuery extends PatchesQuery {
  /** Ids of the only rows wanted; none = all. */
  readonly chosen?: readonly string[];
}

/** All fixes that match, or those chosen of them, as CSV. */
export async function exportPatches(
  app: App,
  viewer: Viewer,
  { chosen = [], ...query }: ExportQuery,
): Promise<string> {
  const { rows } = await listPatches(app, viewer, { ...query, page: undefined, pageSize: undefined });
  return toCsv(columns, chosen.length === 0 ? rows : rows.filter(({ id }) => chosen.includes(id)));
}
