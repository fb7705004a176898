import type { PolicyTerms } from '#core/policy/policy-draft.ts';
import { localDate } from '#core/sla/calendar.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { WhatIfRow } from '../warehouse/what-if.ts';
import { rejudge } from './rejudge.ts';

/** Past weeks that the usual pace is taken from, and coming ones that are shown. */
const PACE_WEEKS = 13;
const SHOWN_WEEKS = 8;
/** Findings named; the counts are of all. */
const NAMED = 100;
const WEEK_MS = 7 * 86_400_000;
const NO_GRACE = 'PT1H';

export interface WeekCount {
  /** `overdue`, or the first day of a week from now on. */
  readonly week: string;
  readonly before: number;
  readonly after: number;
}

/**
 * What a version would do to what is open in the viewer's units, if it were in force from now on and also took what is
 * open: who gets another deadline, what would be overdue at once, and the work that falls into the coming weeks against
 * the usual pace.
 */
export async function whatIf(app: App, viewer: Viewer, terms: PolicyTerms) {
  authorise(viewer, 'policy.read');
  const now = app.clock();
  const view = await resolveView(app, viewer, {});
  const newest = Math.max(0, ...view.policies.map(({ version }) => version));
  const policy = {
    ...terms,
    version: newest + 1,
    effectiveFromAt: now,
    alsoOpen: terms.alsoOpen ?? { grace: NO_GRACE },
  };
  const all = await app.warehouse.whatIf(policy, now);
  const sees = (unit: string | null) => viewer.units.includes('*') || viewer.units.includes(unit ?? '');
  const rows = all.filter(({ unit }) => sees(unit));
  const moved = rows.filter(({ dueBefore, dueAfter }) => dueBefore !== dueAfter);
  const late = moved.filter(({ dueAfter, dueBefore }) => isPast(dueAfter, now) && !isPast(dueBefore, now));
  const flow = await app.warehouse.query('flow', { ...view.params, zone: view.zone, weeks: PACE_WEEKS });
  const closed = flow.flatMap((week) => week.closed ?? []);
  return {
    open: rows.length,
    moved: moved.length,
    overdueAtOnce: late.length,
    weeks: weeksOf(rows, { now, zone: terms.zone }),
    units: unitsOf(moved, late),
    /** Findings closed in a usual week; null = not known yet. */
    pace:
      closed.length > 0 ? Math.round(closed.reduce((sum, count) => sum + count, 0) / closed.length) : null,
    rows: moved.toSorted(byDue).slice(0, NAMED),
    rejudged: await rejudge(app, view, policy),
  };
}

const isPast = (due: number | null, now: number): boolean => due !== null && due < now;
const byDue = (a: WhatIfRow, b: WhatIfRow): number =>
  (a.dueAfter ?? Infinity) - (b.dueAfter ?? Infinity) || (a.findingId < b.findingId ? -1 : 1);

function weeksOf(
  rows: readonly WhatIfRow[],
  { now, zone }: { readonly now: number; readonly zone: string },
): WeekCount[] {
  const inWeek = (due: number | null, week: number) =>
    due !== null && due >= now + week * WEEK_MS && due < now + (week + 1) * WEEK_MS;
  const count = (of: (due: number | null) => boolean) => ({
    before: rows.filter(({ dueBefore }) => of(dueBefore)).length,
    after: rows.filter(({ dueAfter }) => of(dueAfter)).length,
  });
  const weeks = Array.from({ length: SHOWN_WEEKS }, (_, week) => ({
    week: localDate(now + week * WEEK_MS, zone),
    ...count((due) => inWeek(due, week)),
  }));
  return [{ week: 'overdue', ...count((due) => isPast(due, now)) }, ...weeks];
}

function unitsOf(moved: readonly WhatIfRow[], late: readonly WhatIfRow[]) {
  const units = [...new Set(moved.map(({ unit }) => unit ?? ''))].sort();
  const of = (rows: readonly WhatIfRow[], unit: string) =>
    rows.filter((row) => (row.unit ?? '') === unit).length;
  return units.map((unit) => ({ unit, moved: of(moved, unit), overdueAtOnce: of(late, unit) }));
}
