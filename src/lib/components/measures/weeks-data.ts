import type { ChartData } from '../../charts/index.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { linkTo } from '../links.ts';
import { policySpans } from './policy-spans.ts';

type Flow = Documents['flow'];

/**
 * Flow as the weekly charts draw it. What came and went opens its list; a level at a week's end only in the running
 * week, since an earlier one is told from what is known now.
 */
export function weeksData({ rows, policies, zone }: Flow, url: URL): ChartData<'weekly-flow'> {
  const findings = (filters: Record<string, string>): string => linkTo('/findings', url, filters);
  const isRunning = (index: number): boolean => index === rows.length - 1;
  return {
    policies: policySpans(policies, zone),
    rows: rows.map((row, index) =>
      row.new === null
        ? { ...row, reason: 'before the first scan' }
        : {
            ...row,
            hrefs: {
              new: findings({ opened: row.week }),
              reopened: findings({ reopened: row.week }),
              closed: findings({ closed: row.week }),
              ...(isRunning(index)
                ? { openAtEnd: findings({ verdict: 'fail' }), overdueAtEnd: findings({ due: 'overdue' }) }
                : {}),
            },
          },
    ),
  };
}
