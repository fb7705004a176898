import { hasEnded, isWithdrawn } from '#core/advisory/finding-state.ts';
import type { FindingPackage } from '#core/advisory/finding-state.ts';
import { compareVersions } from '#core/version/compare.ts';
import type { View } from '../read-view.ts';
import type { FindingsRow } from '../warehouse/queries.gen.ts';
import { readsAs } from '../exceptions/reads-as.ts';
import { judgeRow } from './judge-row.ts';
import { reasonsOf } from './finding-reasons.ts';
import { loadStateOf, withLoadTimes } from './load-state.ts';
import { refinedFrom } from './refined-from.ts';

/** A finding as pages, API and command line show it: the query's row with its verdict and judgement. */
export function findingRow(row: FindingsRow, view: View) {
  const judgement = judgeRow(row, { asOf: view.asOf, policies: view.policies });
  const {
    total: _total,
    left: _left,
    releasedDay,
    knownExploited,
    adviceKey: _key,
    excepted: _excepted,
    ...rest
  } = row;
  const { adjudicated, adjudicationId, adjudicatedAs, adjudicatedWhy, adjudicatedFrom, ...others } = rest;
  const { exceptionId: _id, exceptionTitle: _title, exceptionWorksheet: _sheet, ...remaining } = others;
  const { exceptionApproved: _at, exceptionUntil: _until, exceptionAim: _aim, ...columns } = remaining;
  return {
    ...columns,
    refinedFrom: refinedFrom(row),
    adjudication: adjudicated
      ? { id: adjudicationId, verdict: adjudicatedAs, reason: adjudicatedWhy, since: adjudicatedFrom }
      : null,
    released: row.released ?? releasedDay,
    knownExploited: knownExploited === '' ? null : knownExploited,
    packages: row.packages.map((pkg) => ({ ...withLoadTimes(pkg), why: whyOf(pkg) })),
    loadState: loadStateOf(row),
    verdict: verdictOf(row),
    reasons: reasonsOf(row),
    exception: exceptionOf(row),
    judgement: judgement?.outcome ?? null,
    adjusted: judgement?.adjusted ?? null,
    daysLate: judgement?.daysLate ?? null,
  };
}

/** A flaw that is there and has no fix any more is neither: nothing can be installed, nothing is proven. */
function verdictOf(row: FindingsRow): 'pass' | 'fail' | 'indeterminate' {
  if (hasEnded(row) && (row.state === 'not_affected' || !isWithdrawn(row))) return 'pass';
  return row.left || row.adjudicated || isWithdrawn(row) ? 'indeterminate' : 'fail';
}

/** The exception that covers it now; it stays open, and its due date stays. null = none does. */
function exceptionOf(row: FindingsRow) {
  const { exceptionId: id, exceptionTitle: title, exceptionWorksheet: worksheet, rank, scope } = row;
  if (id === null) return null;
  return {
    id,
    title,
    aim: row.exceptionAim,
    approvedAt: row.exceptionApproved,
    /** From then on it is not covered any more. */
    until: row.exceptionUntil,
    worksheet,
    reads: readsAs({ worksheet, rank, scope }),
  };
}

export type FindingDocumentRow = ReturnType<typeof findingRow>;

/** The deciding part of the comparison in words, null when there is nothing to compare. */
function whyOf({ installed, fixed, scheme = 'deb' }: FindingPackage): string | null {
  if (installed === null) return null;
  const comparison = compareVersions(scheme, installed, fixed);
  return comparison.kind === 'ordered' ? comparison.why : comparison.reason;
}
