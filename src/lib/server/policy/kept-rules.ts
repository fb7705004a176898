import { AppError } from '#core/errors.ts';
import type { ScanRule } from '#core/policy/operating-rules.ts';
import { plainDuration } from '#core/policy/stale-limits.ts';
import type { App } from '../app.ts';
import type { View } from '../read-view.ts';

/** Name under which assets whose restart is overdue are listed; an id of a rule has no capital letter. */
const RESTART = 'Restart';

/** Scans of an approved vendor are attested elsewhere; ours do not stand for them. */
const isOurs = ({ method }: ScanRule): boolean => method !== 'external';

const sinceOf = (view: View, duration: string): string =>
  new Date(Date.parse(view.asOf) - plainDuration(duration)).toISOString();

/** How the rules of the policy on scan frequency and restarts are kept, as of a view; null = it states none. */
export async function readKeptRules(app: App, view: View) {
  const { scanFrequency = [], restarts } = view.policy;
  const ours = scanFrequency.filter(isOurs);
  const asked = ours.map((rule) => ({ ...rule, since: sinceOf(view, rule.every) }));
  const [rows, [waiting]] = await Promise.all([
    asked.length > 0
      ? app.warehouse.query('scan-rules', { ...view.params, rules: JSON.stringify(asked) })
      : [],
    restarts
      ? app.warehouse.query('pending-restarts', {
          ...view.params,
          since: sinceOf(view, restarts.pendingAtMost),
        })
      : [],
  ]);
  const found = new Map(rows.map((row) => [row.rule, row]));
  return {
    scanRules: scanFrequency.map(({ id, method, every, classes, groups, exposure }) => {
      const row = found.get(id);
      return {
        id,
        method,
        every,
        classes: classes ?? null,
        groups: groups ?? null,
        exposure: exposure ?? null,
        // null = not told by our own scans.
        assets: row?.assets ?? null,
        late: row?.late ?? null,
        never: row?.never ?? null,
        oldest: row?.oldest ?? null,
      };
    }),
    restarts:
      restarts && waiting ? { pendingAtMost: restarts.pendingAtMost, filter: RESTART, ...waiting } : null,
  };
}

interface LateParams {
  readonly late_since: string;
  readonly late_method: string | null;
  readonly late_classes: readonly string[] | null;
  readonly late_groups: readonly string[] | null;
  readonly late_exposure: readonly string[] | null;
}

const everything: Omit<LateParams, 'late_since'> = {
  late_method: null,
  late_classes: null,
  late_groups: null,
  late_exposure: null,
};

/** What finds the assets that do not keep one rule of the policy in force then. @throws AppError QUERY_INVALID */
export function lateParams(view: View, late: string | undefined): LateParams {
  if (late === undefined) return { ...everything, late_since: view.asOf };
  const { scanFrequency = [], restarts } = view.policy;
  if (late === RESTART && restarts) {
    return { ...everything, late_since: sinceOf(view, restarts.pendingAtMost), late_method: 'restart' };
  }
  const rule = scanFrequency.filter(isOurs).find(({ id }) => id === late);
  if (!rule)
    throw noSuchRule([...scanFrequency.filter(isOurs).map(({ id }) => id), ...(restarts ? [RESTART] : [])]);
  return {
    late_since: sinceOf(view, rule.every),
    late_method: rule.method,
    late_classes: rule.classes ?? null,
    late_groups: rule.groups ?? null,
    late_exposure: rule.exposure ?? null,
  };
}

function noSuchRule(known: readonly string[]): AppError {
  return new AppError({
    code: 'QUERY_INVALID',
    message: 'The policy has no such rule on scans or restarts.',
    remedy: known.length > 0 ? `Use one of: ${known.join(', ')}.` : 'This version of the policy states none.',
    where: { field: 'late' },
  });
}
