import { compareVersions, isSchemeName } from '#core/version/compare.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import type { SecondOpinionsRow } from '../warehouse/queries.gen.ts';

const DAY_MS = 86_400_000;
const allowed = { opinion: ['agrees', 'conflict'] };

export interface SecondOpinionsQuery extends ViewInput, ListInput {
  readonly opinion?: string | undefined;
  readonly tool?: string | undefined;
  readonly asset?: string | undefined;
  readonly product?: string | undefined;
}

/**
 * Where another tool and our own complete scans both speak of a product of an asset: what each says, with the versions
 * compared, and how often they agree. A conflict stands until two persons decide it. @throws AppError QUERY_INVALID
 */
export async function listSecondOpinions(app: App, viewer: Viewer, query: SecondOpinionsQuery) {
  authorise(viewer, 'finding.read');
  const { opinion } = query;
  refuseUnknown({ opinion }, allowed);
  const view = await resolveView(app, viewer, query);
  const [rows, precision] = await Promise.all([
    app.warehouse.query('second-opinions', {
      ...view.params,
      opinion: opinion ?? null,
      tool: query.tool ?? null,
      asset: query.asset ?? null,
      product: query.product ?? null,
      ...pageParams(query),
    }),
    app.warehouse.query('tool-precision', view.params),
  ]);
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    total: rows[0]?.total ?? 0,
    precision: precision.map((row) => ({ ...row, precision: precisionOf(row) })),
    rows: rows.map((row) => opinionRow(row, Date.parse(view.asOf))),
  };
}

/** Of the claims that our own scans can judge, the share that they agree with. */
function precisionOf({ agrees, conflicts }: { agrees: number; conflicts: number }): number | null {
  return agrees + conflicts === 0 ? null : agrees / (agrees + conflicts);
}

function opinionRow(row: SecondOpinionsRow, now: number) {
  const { total: _total, keyedFixes, ...columns } = row;
  return {
    ...columns,
    fix: keyedFixes.split('\u001d')[0] ?? '',
    ageDays: Math.floor((now - Date.parse(row.firstClaimed)) / DAY_MS),
    ownSays: ownWords(row),
    comparison: compared(row),
  };
}

function ownWords({ ownPackages, ownFix, ownSecurityVersion }: SecondOpinionsRow): string {
  if (ownFix !== null) return `missing too: ${ownFix} (installed: ${ownPackages})`;
  const known =
    ownSecurityVersion === null ? 'the host’s archives offer no security version' : 'at the security version';
  return `nothing of it is missing: ${known} (installed: ${ownPackages})`;
}

/** The version that our own scan saw against the one that the tool says fixes it; null = the tool names none. */
function compared({ ownVersion, claimedFixed, scheme }: SecondOpinionsRow) {
  if (claimedFixed === null || scheme === null || !isSchemeName(scheme)) return null;
  const result = compareVersions(scheme, ownVersion, claimedFixed);
  return result.kind === 'ordered'
    ? { sign: result.sign, why: result.why }
    : { sign: null, why: result.reason };
}
