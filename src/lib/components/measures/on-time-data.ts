import type { ChartData } from '../../charts/index.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { linkTo } from '../links.ts';
import { ON_TIME_TARGET } from './on-time-target.ts';
import { policySpans } from './policy-spans.ts';

type Compliance = Documents['compliance'];

/** Last day counted in the running month; null when the last month shown is over. */
function runningUntil(to: string): string | null {
  const next = new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000).toISOString();
  return next.slice(5, 7) === to.slice(5, 7) ? to : null;
}

/** Compliance as the chart by month draws it; each month opens what fell due in it. */
export function onTimeData(compliance: Compliance, url: URL): ChartData<'on-time-by-month'> {
  const { rows, rule, policies, zone, to } = compliance;
  return {
    target: ON_TIME_TARGET,
    policies: policySpans(policies, zone),
    until: runningUntil(to),
    rows: rows.map((row) => ({
      ...row,
      ...(row.all > 0
        ? { href: linkTo('/obligations', url, { rule, cohort: row.month, outcome: 'counted' }) }
        : {}),
    })),
  };
}
