import type { App } from '../../app.ts';
import { listAtHand, mentions } from '../../list-at-hand.ts';
import type { ListInput } from '../../list-input.ts';
import { refuseUnknown } from '../../list-input.ts';
import type { EngagementRow } from '../../store/engagements.ts';
import { authorise } from '../authorise.ts';
import type { Viewer } from '../viewer.ts';

export type EngagementState = 'planned' | 'under-way' | 'over';

export interface EngagementSummary {
  readonly id: string;
  readonly name: string;
  readonly units: readonly string[];
  readonly from: string;
  /** First instant outside, also when it was ended early. */
  readonly until: string;
  readonly state: EngagementState;
  readonly auditors: readonly string[];
}

export interface EngagementsQuery extends ListInput {
  /** In its name or that of an auditor. */
  readonly q?: string | undefined;
  readonly state?: string | undefined;
}

const allowed = { state: ['planned', 'under-way', 'over'] };
const keys = {
  name: ({ name }: EngagementSummary) => name,
  from: ({ from }: EngagementSummary) => from,
  until: ({ until }: EngagementSummary) => until,
};

/** Engagements that match, the latest first, and the people who can be auditors of one. @throws AppError QUERY_INVALID */
export function listEngagements(app: App, viewer: Viewer, query: EngagementsQuery) {
  authorise(viewer, 'engagement.read');
  refuseUnknown({ ...query }, allowed);
  const { q, state } = query;
  const all = app.store.engagements.list().map((row) => summarise(app, row));
  const matching = all.filter(
    (one) => mentions(q, [one.name, ...one.auditors]) && (state === undefined || one.state === state),
  );
  const holders = new Map(
    app.store.people
      .activeHolders(['auditor'])
      .map(({ personId, name }) => [personId, name ?? 'erased person']),
  );
  return {
    ...listAtHand(matching, query, keys),
    underWay: all.filter((one) => one.state === 'under-way').length,
    auditors: [...holders].map(([value, label]) => ({ value, label })),
  };
}

function summarise({ store, clock }: Pick<App, 'store' | 'clock'>, row: EngagementRow): EngagementSummary {
  const until = Math.min(row.untilAt, row.endedAt ?? Infinity);
  const auditors = store.engagements
    .auditorsOf(row.id)
    .map((personId) => store.people.name(personId) ?? 'erased person');
  return {
    id: row.id,
    name: row.name,
    units: row.units,
    from: new Date(row.fromAt).toISOString(),
    until: new Date(until).toISOString(),
    state: stateAt(row, until, clock()),
    auditors: auditors.sort(),
  };
}

function stateAt({ fromAt }: EngagementRow, until: number, now: number): EngagementState {
  if (now >= until) return 'over';
  return now < fromAt ? 'planned' : 'under-way';
}
