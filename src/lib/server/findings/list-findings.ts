import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams, readSort, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { assetClasses } from '../inventory/asset-attributes.ts';
import { findingRow } from './finding-row.ts';
import { queryFindings } from './query-findings.ts';

const sorts = ['due', 'rank', 'asset', 'product', 'state', 'firstDetected'] as const;
const allowed = {
  verdict: ['pass', 'fail', 'indeterminate'],
  due: ['overdue', 'soon', 'in-14', 'in-30'],
  late: ['1-30', '31-60', '61-90', 'over-90'],
  exploited: ['yes', 'no'],
  ranked: ['yes', 'no'],
  adjudicated: ['yes', 'no'],
  class: assetClasses,
  rank: ['severe', 'high', 'medium', 'low'],
  state: [
    'open',
    'claimed',
    'reboot_pending',
    'old_code_running',
    'no_fix',
    'wont_fix',
    'not_affected',
    'unknown',
    'fixed',
    'removed',
  ],
};

export interface FindingsQuery extends ViewInput, ListInput {
  readonly id?: string | undefined;
  readonly asset?: string | undefined;
  readonly product?: string | undefined;
  readonly fix?: string | undefined;
  /** An advisory that it lacks, the newest or one that this carries as well. */
  readonly advisory?: string | undefined;
  readonly cve?: string | undefined;
  readonly rank?: string | undefined;
  readonly state?: string | undefined;
  readonly verdict?: string | undefined;
  readonly due?: string | undefined;
  /** Days past due, as a range. */
  readonly late?: string | undefined;
  readonly class?: string | undefined;
  readonly owner?: string | undefined;
  readonly group?: string | undefined;
  /** Known exploited: yes or no. */
  readonly exploited?: string | undefined;
  readonly ranked?: string | undefined;
  /** Two persons took it out of the populations, closed since or not: yes or no. */
  readonly adjudicated?: string | undefined;
  /** A week by its Monday, `YYYY-MM-DD`: what appeared, closed or came back in it. */
  readonly opened?: string | undefined;
  readonly closed?: string | undefined;
  readonly reopened?: string | undefined;
  /** `covered` or `none` now, or the id of one that covers it. */
  readonly exception?: string | undefined;
  readonly q?: string | undefined;
}

/** Findings that match, one page of them, with the total of all. @throws AppError QUERY_INVALID */
export async function listFindings(app: App, viewer: Viewer, query: FindingsQuery) {
  authorise(viewer, 'finding.read');
  refuseUnknown({ ...query }, allowed);
  const view = await resolveView(app, viewer, query);
  const { sort, page: _page, pageSize: _size, asOf: _asOf, knownAt: _known, unit: _unit, ...given } = query;
  const filters = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const rows = await queryFindings(app, view, { ...filters, sort: readSort(sort, sorts) }, pageParams(query));
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    total: rows[0]?.total ?? 0,
    rows: rows.map((row) => findingRow(row, view)),
  };
}
