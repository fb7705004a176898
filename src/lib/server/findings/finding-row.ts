import { compareDeb } from '#core/version/deb.ts';
import type { App } from '../app.ts';
import type { View } from '../read-view.ts';
import type { FindingsRow } from '../warehouse/queries.gen.ts';
import { judgeRow } from './judge-row.ts';

/** True for a finding that proof has closed. */
export function isClosed(state: string): boolean {
  return state === 'fixed' || state === 'removed';
}

/** A finding as pages, API and command line show it: the query's row with its verdict and judgement. */
export function findingRow(app: App, row: FindingsRow, view: View) {
  const judgement = judgeRow(row, { asOf: view.asOf, policies: app.warehouse.policies() });
  const { total: _total, ...columns } = row;
  return {
    ...columns,
    packages: row.packages.map((pkg) => ({ ...pkg, why: whyOf(pkg.installed, pkg.fixed) })),
    cves: [] as string[],
    severity: null,
    verdict: isClosed(row.state) ? 'pass' : 'fail',
    reasons: [] as { code: string; message: string; remedy: string }[],
    released: null,
    exception: null,
    judgement: judgement?.outcome ?? null,
    daysLate: judgement?.daysLate ?? null,
  };
}

export type FindingDocumentRow = ReturnType<typeof findingRow>;

/** The deciding part of the comparison in words, null when there is nothing to compare. */
function whyOf(installed: string | null, fixed: string): string | null {
  if (installed === null) return null;
  const comparison = compareDeb(installed, fixed);
  return comparison.kind === 'ordered' ? comparison.why : comparison.reason;
}
