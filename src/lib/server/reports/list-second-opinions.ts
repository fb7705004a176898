import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import type { ToolPrecisionRow } from '../warehouse/queries.gen.ts';
import { opinionRow } from './opinion-row.ts';
import { querySecondOpinions } from './query-second-opinions.ts';

const allowed = {
  opinion: ['agrees', 'conflict'],
  decision: ['open', 'waiting', 'any', 'scan-right', 'tool-right'],
};

export interface SecondOpinionsQuery extends ViewInput, ListInput {
  readonly opinion?: string | undefined;
  /** Who is right: open = not decided, waiting = proposed, any = decided, or as decided. */
  readonly decision?: string | undefined;
  readonly tool?: string | undefined;
  readonly asset?: string | undefined;
  readonly product?: string | undefined;
  readonly q?: string | undefined;
}

/**
 * Where another tool and our own complete scans both speak of a product of an asset: what each says, with the versions
 * compared, what two persons decided, and how often the tool is right. @throws AppError QUERY_INVALID
 */
export async function listSecondOpinions(app: App, viewer: Viewer, query: SecondOpinionsQuery) {
  authorise(viewer, 'finding.read');
  const { opinion, decision } = query;
  refuseUnknown({ opinion, decision }, allowed);
  const view = await resolveView(app, viewer, query);
  const [rows, precision] = await Promise.all([
    querySecondOpinions(app, view, {
      opinion: opinion ?? null,
      decision: decision ?? null,
      tool: query.tool ?? null,
      asset: query.asset ?? null,
      product: query.product ?? null,
      q: query.q ?? null,
      ...pageParams(query),
    }),
    app.warehouse.query('tool-precision', view.params),
  ]);
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    total: rows[0]?.total ?? 0,
    precision: precision.map((row) => ({ ...row, precision: precisionOf(row) })),
    rows: rows.map((row) => opinionRow(row, Date.parse(view.asOf))),
  };
}

/**
 * Of the claims that our own scans can judge, the share that holds: they agree, or two persons decided that the tool is
 * right. A conflict that nobody decided counts against the tool.
 */
function precisionOf({ agrees, conflicts, toolRight }: ToolPrecisionRow): number | null {
  return agrees + conflicts === 0 ? null : (agrees + toolRight) / (agrees + conflicts);
}
