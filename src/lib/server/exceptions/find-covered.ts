import type { ExceptionScope } from '#core/exception/exception-content.ts';
import { worstRank } from '#core/exception/exception-limits.ts';
import { ranks } from '#core/policy/rank.ts';
import type { Rank } from '#core/policy/rank.ts';
import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { queryFindings } from '../findings/query-findings.ts';
import type { View } from '../read-view.ts';
import type { FindingsRow } from '../warehouse/queries.gen.ts';

/** Findings that one exception may name. */
export const MAX_TARGETS = 10_000;

/** The open findings inside a scope, in the viewer's units. @throws AppError TARGETS_TOO_MANY */
export async function findCovered(
  app: App,
  view: View,
  { findings, unit, asset, fix, product, rank }: ExceptionScope,
): Promise<readonly FindingsRow[]> {
  const named = findings.length > 0;
  if (!named && [unit, asset, fix, product, rank].every((one) => one === null)) return [];
  const units = view.params.viewer_units;
  const within = unit === null || units.includes('*') || units.includes(unit) ? units : [];
  const narrowed = {
    ...view,
    params: { ...view.params, viewer_units: unit === null ? units : within && [unit] },
  };
  const filters = { ids: named ? findings : null, asset, fix, product, rank, verdict: 'fail' };
  const page = { limit: MAX_TARGETS + 1, offset: 0 };
  if (unit !== null && within.length === 0) return [];
  const rows = await queryFindings(app, narrowed, filters, page);
  if (rows.length > MAX_TARGETS) throw tooMany();
  return rows;
}

/** Open findings that an exception names or has caught, in the viewer's units. */
export function findTargetsOf(app: App, view: View, exceptionId: string): Promise<readonly FindingsRow[]> {
  const page = { limit: MAX_TARGETS, offset: 0 };
  return queryFindings(app, view, { target: exceptionId }, page);
}

/** The rank whose limits hold for a scope: the worst one covered; nothing yet counts as the rank it is narrowed to. */
export function levelOf({ rank }: ExceptionScope, rows: readonly FindingsRow[]): Rank {
  const known = rows.filter(isOpen).flatMap((row) => ranks.find((one) => one === row.rank) ?? 'high');
  if (known.length > 0) return worstRank(known);
  return ranks.find((one) => one === rank) ?? 'high';
}

export function isOpen({ state, left }: FindingsRow): boolean {
  return state !== 'fixed' && state !== 'removed' && !left;
}

/** How many findings there are of each rank and in each unit. */
export function countBy(rows: readonly FindingsRow[], column: 'rank' | 'unit') {
  const counts = Map.groupBy(rows, (row) => row[column] ?? 'none');
  return [...counts].map(([value, list]) => ({ value, findings: list.length }));
}

function tooMany(): AppError {
  return new AppError({
    code: 'TARGETS_TOO_MANY',
    message: `More than ${MAX_TARGETS} open findings lie in this scope.`,
    remedy: 'Narrow it to a unit, an asset, a fix or a product.',
  });
}
