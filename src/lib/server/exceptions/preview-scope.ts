import type { ExceptionScope } from '#core/exception/exception-content.ts';
import { exceptionLimitsOf } from '#core/policy/policy.ts';
import { lastAllowedDay } from '#core/exception/check-content.ts';
import { localDate } from '#core/sla/calendar.ts';
import { fromIso } from '#core/time.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import { rolesWords } from './who-may-decide.ts';
import { countBy, findCovered, levelOf } from './find-covered.ts';

/** What a scope covers now, how long the policy allows it, and whose approval it would take. */
export async function previewScope(app: App, asking: Viewer, scope: ExceptionScope) {
  const viewer = authorised(asking, 'exception.request');
  const view = await resolveView(app, viewer, {});
  const rows = await findCovered(app, view, scope);
  const limits = exceptionLimitsOf(view.policy);
  const level = levelOf(scope, rows);
  const [first] = rows;
  return {
    asOf: view.asOf,
    zone: view.zone,
    findings: rows.length,
    assets: new Set(rows.map(({ assetId }) => assetId)).size,
    overdue: rows.filter(({ overdue }) => overdue).length,
    covered: rows.filter(({ exceptionId }) => exceptionId !== null).length,
    byRank: countBy(rows, 'rank'),
    byUnit: countBy(rows, 'unit'),
    level,
    days: limits.days[level],
    lastDay: lastAllowedDay({ limits, rank: level, today: localDate(fromIso(view.asOf), view.zone) }),
    approvals: limits.approvers[level].map(rolesWords),
    /** To name the exception by. */
    example: first ? { product: first.product, asset: first.asset, fix: first.fix } : null,
  };
}

export type ScopePreview = Awaited<ReturnType<typeof previewScope>>;
