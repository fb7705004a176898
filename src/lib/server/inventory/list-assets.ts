import { reason } from '#core/advisory/reason.ts';
import type { Reason } from '#core/advisory/reason.ts';
import { releaseLabel } from '#core/inventory/windows-release.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams, readSort, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { lateParams } from '../policy/kept-rules.ts';
import { resolveView } from '../read-view.ts';
import type { View, ViewInput } from '../read-view.ts';
import { assetClasses, attributeValues } from './asset-attributes.ts';
import type { AssetsRow } from '../warehouse/queries.gen.ts';

const sorts = ['name', 'os', 'verdict', 'unit', 'owner', 'open', 'overdue', 'lastComplete'] as const;
const allowed = {
  verdict: ['pass', 'fail', 'indeterminate', 'not-scanned'],
  coverage: ['fresh', 'stale', 'failed', 'uncredentialed', 'never'],
  class: assetClasses,
  status: ['active', 'retired', 'any'],
  criticality: attributeValues.criticality,
  environment: attributeValues.environment,
  exposure: attributeValues.exposure,
  scope: attributeValues.scope,
};

export interface AssetsQuery extends ViewInput, ListInput {
  readonly verdict?: string | undefined;
  readonly os?: string | undefined;
  /** As feeds of releases name it, `debian 12`. */
  readonly release?: string | undefined;
  readonly reason?: string | undefined;
  readonly q?: string | undefined;
  readonly coverage?: string | undefined;
  readonly class?: string | undefined;
  /** Group id, or `none`. */
  readonly group?: string | undefined;
  /** Owner's name, or `none`. */
  readonly owner?: string | undefined;
  readonly criticality?: string | undefined;
  readonly environment?: string | undefined;
  readonly exposure?: string | undefined;
  readonly scope?: string | undefined;
  /** Id of a rule on scan frequency that the assets do not keep, or `Restart`. */
  readonly late?: string | undefined;
  /** Absent = active. */
  readonly status?: string | undefined;
}

/** Assets that match, one page of them, with the total of all. @throws AppError QUERY_INVALID */
export async function listAssets(app: App, viewer: Viewer, query: AssetsQuery) {
  authorise(viewer, 'asset.read');
  refuseUnknown({ ...query }, allowed);
  const view = await resolveView(app, viewer, query);
  const rows = await queryAssets(app, view, query);
  return { asOf: view.asOf, knownAt: view.knownAt, total: rows[0]?.total ?? 0, rows: rows.map(assetRow) };
}

/** The rows themselves, also for one asset by id or name. */
export function queryAssets(app: App, view: View, query: AssetsQuery & { readonly id?: string }) {
  return app.warehouse.query('assets', {
    ...view.params,
    covered_since: view.coveredSince,
    id: query.id ?? null,
    verdict: query.verdict ?? null,
    os: query.os ?? null,
    release: query.release ?? null,
    reason: query.reason ?? null,
    coverage: query.coverage ?? null,
    class: query.class ?? null,
    group: query.group ?? null,
    owner: query.owner ?? null,
    criticality: query.criticality ?? null,
    environment: query.environment ?? null,
    exposure: query.exposure ?? null,
    scope: query.scope ?? null,
    status: query.status ?? 'active',
    q: query.q ?? null,
    ...lateParams(view, query.late),
    sort: readSort(query.sort, sorts),
    ...pageParams(query),
  });
}

/** Why feeds cannot tell: how old they are changes with every day, so that no scan states it. */
function feedReasons(code: string | null, fedAt: string | null): readonly Reason[] {
  if (code === 'feed-stale') return [reason(code, fedAt?.slice(0, 10))];
  return code === 'no-feed' ? [reason(code)] : [];
}

type ReleaseColumns = 'releaseEnded' | 'releaseEndedOn' | 'releaseExtension' | 'releaseUnclear';

/** That its release is out of support: a day ends it, and feeds tell of it later, so that no scan states that either. */
function releaseReasons(row: Pick<AssetsRow, ReleaseColumns>) {
  const { releaseEnded, releaseEndedOn, releaseExtension, releaseUnclear } = row;
  if (releaseEnded === null) return [];
  const release = releaseEnded.split(' or ').map(releaseLabel).join(' or ');
  const since = releaseEndedOn === null ? 'support is over' : `support ended on ${releaseEndedOn}`;
  const extension = releaseExtension ? ', and no archive of its extension was seen on the host' : '';
  const code = releaseUnclear ? 'release-not-told' : 'release-unsupported';
  return [reason(code, `${release}, ${since}${extension}`)];
}

/** An asset as lists show it: with its reasons, without the rest of its facts. */
export function assetRow(row: AssetsRow) {
  const { total: _total, facts, feedReason, fedAt, ...others } = row;
  const {
    releaseEnded: _release,
    releaseEndedOn: _on,
    releaseExtension: _extension,
    releaseUnclear: _unclear,
    ...columns
  } = others;
  const told = [...feedReasons(feedReason, fedAt), ...releaseReasons(row)];
  return { ...columns, reasons: [...(facts?.reasons ?? []), ...told] };
}
