import { lastAllowedDay } from '#core/exception/check-content.ts';
import { filledFields } from '#core/exception/exception-content.ts';
import type { ExceptionEvent } from '#core/exception/exception-event.ts';
import { localDate } from '#core/sla/calendar.ts';
import { fromIso } from '#core/time.ts';
import type { App } from '../app.ts';
import { authorise, may } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { controlRow } from '../controls/control-row.ts';
import { queryControls } from '../controls/query-controls.ts';
import { findingRow } from '../findings/finding-row.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { countBy, findCovered, isOpen } from './find-covered.ts';
import { conditionRows } from './condition-rows.ts';
import { exceptionRow, personName } from './exception-row.ts';
import { lookInView } from './look-at-exception.ts';
import type { SeenException } from './look-at-exception.ts';
import { queryExceptions } from './query-exceptions.ts';
import { readsAs } from './reads-as.ts';
import { standingOf } from './standing-of.ts';

/** Findings and other exceptions that the document carries; lists have the rest. */
const SHOWN = 100;

/**
 * One exception as an approver reads it: content, what it covers, who has to decide, and what happened.
 * @throws AppError NOT_FOUND
 */
export async function getException(app: App, viewer: Viewer, input: ViewInput & { readonly id: string }) {
  authorise(viewer, 'exception.read');
  const view = await resolveView(app, viewer, input);
  const seen = await lookInView(app, viewer, { view, id: input.id });
  const { row, state, content } = seen;
  const more = { viewer: viewer.personId ?? '', limit: SHOWN };
  const [near, renewedBy, controls, preview] = await Promise.all([
    queryExceptions(app, view, { ...more, near: row.id }),
    queryExceptions(app, view, { ...more, renews: row.id }),
    content.controls.length === 0
      ? []
      : queryControls(app, view, { ids: content.controls, limit: content.controls.length }),
    // Before it is asked for, nothing is named yet: what its scope holds now.
    state.requestedAt === null || state.hash === null ? findCovered(app, view, content.scope) : null,
  ]);
  const findings = preview ?? seen.findings;
  const units = [...new Set(findings.map(({ unit }) => unit))];
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    exception: exceptionRow(app, view, row),
    content,
    filled: filledFields(content),
    hash: state.hash,
    covers: coversOf(findings, seen),
    findings: findings.slice(0, SHOWN).map((one) => findingRow(one, view)),
    required: {
      level: seen.level,
      days: seen.limits.days[seen.level],
      lastDay: lastAllowedDay({
        limits: seen.limits,
        rank: seen.level,
        today: localDate(fromIso(view.asOf), view.zone),
      }),
      approvals: seen.limits.approvers[seen.level],
      missing: seen.missing,
      renewals: seen.limits.renewals,
    },
    controls: controls.map((one) => controlRow(app, one)),
    conditions: conditionRows(app, seen),
    history: seen.told.map(({ seq, at, event }) => ({ seq, at, ...historyOf(app, event) })),
    earlier: near.map((one) => exceptionRow(app, view, one)),
    renewedBy: renewedBy.map((one) => exceptionRow(app, view, one)),
    standing: standingOf(viewer, seen, {
      mayRequest: may(viewer, 'exception.request', units),
      mayAssess: may(viewer, 'exception.assess', units),
      mayApprove: may(viewer, 'exception.approve', units),
    }),
  };
}

export type ExceptionDocument = Awaited<ReturnType<typeof getException>>;

function coversOf(findings: SeenException['findings'], { row }: SeenException) {
  const open = findings.filter(isOpen);
  const reads = open.map(({ rank, scope }) => readsAs({ worksheet: row.worksheet, rank, scope }));
  const until = row.endsAt === null ? row.until : row.endsAt.slice(0, 10);
  return {
    findings: findings.length,
    open: open.length,
    assets: new Set(open.map(({ assetId }) => assetId)).size,
    overdue: open.filter(({ overdue }) => overdue).length,
    /** Not yet due, and due before it ends: these are judged as excepted. */
    fallDue: open.filter(
      ({ due, overdue }) => !overdue && due !== null && until !== null && due.slice(0, 10) <= until,
    ).length,
    due: open.flatMap(({ due }) => due ?? []).sort()[0] ?? null,
    accepted: reads.filter((one) => one === 'fail, accepted').length,
    byRank: countBy(open, 'rank'),
    byUnit: countBy(open, 'unit'),
  };
}

/** An event for a reader: people by name, without what the content says anyway. */
function historyOf(app: App, event: ExceptionEvent) {
  const { kind, person } = event;
  return {
    kind,
    person: personName(app, person),
    reason: 'reason' in event ? event.reason : null,
    recommendation: event.kind === 'assessed' ? event.recommendation : null,
    until: event.kind === 'approved' ? event.until : null,
    level: event.kind === 'approved' ? event.level : null,
    hash: event.kind === 'approved' || event.kind === 'requested' ? event.hash : null,
    findings: event.kind === 'requested' ? event.targets.length : null,
    conditions: event.kind === 'approved' ? (event.conditions?.length ?? 0) : null,
  };
}
