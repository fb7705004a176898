import type { App } from '../../app.ts';
import { listAtHand, mentions } from '../../list-at-hand.ts';
import type { ListInput } from '../../list-input.ts';
import { refuseUnknown } from '../../list-input.ts';
import type { DelegationRow } from '../../store/delegations.ts';
import { authorise } from '../authorise.ts';
import type { Viewer } from '../viewer.ts';
import { mayDelegate } from './name-delegate.ts';

export interface DelegationSummary {
  readonly id: string;
  readonly person: string;
  readonly delegate: string;
  readonly from: string;
  /** First instant outside, also when it was ended early. */
  readonly until: string;
  readonly state: 'planned' | 'under-way' | 'over';
}

export interface DelegationsQuery extends ListInput {
  /** In the name of either of the two. */
  readonly q?: string | undefined;
  readonly state?: string | undefined;
  /** `given` by the viewer, or `held` for others. */
  readonly side?: string | undefined;
}

const allowed = { state: ['planned', 'under-way', 'over'], side: ['given', 'held'] };
const keys = {
  person: ({ person }: DelegationSummary) => person,
  delegate: ({ delegate }: DelegationSummary) => delegate,
  from: ({ from }: DelegationSummary) => from,
  until: ({ until }: DelegationSummary) => until,
};

/** Delegations of the viewer and those for which the viewer stands, and who can be chosen. @throws AppError QUERY_INVALID */
export function listDelegations(app: App, viewer: Viewer, query: DelegationsQuery) {
  authorise(viewer, 'delegation.manage-own');
  refuseUnknown({ ...query }, allowed);
  const { personId } = viewer;
  const sides = { given: 'personId', held: 'delegateId' } as const;
  const theirs = app.store.delegations
    .list()
    .filter((row) => row.personId === personId || row.delegateId === personId);
  const side = query.side === 'given' || query.side === 'held' ? sides[query.side] : null;
  const rows = theirs
    .filter((row) => side === null || row[side] === personId)
    .map((row) => ({ ...summarise(app, row), isOwn: row.personId === personId }));
  const current = theirs
    .filter((row) => row.personId === personId)
    .map((row) => summarise(app, row))
    .find(({ state }) => state === 'under-way');
  return {
    ...listAtHand(matching(rows, query), query, keys),
    /** Who approves for the viewer at this moment. */
    standsIn: current?.delegate ?? null,
    mayDelegate: mayDelegate(viewer),
    people: possibleDelegates(app, viewer),
  };
}

/** Everybody's, for whoever manages accounts, the latest first. @throws AppError QUERY_INVALID */
export function listAllDelegations(
  app: Pick<App, 'store' | 'clock'>,
  viewer: Viewer,
  query: Omit<DelegationsQuery, 'side'>,
) {
  authorise(viewer, 'account.list');
  refuseUnknown({ ...query }, { state: allowed.state });
  const rows = app.store.delegations.list().map((row) => summarise(app, row));
  return listAtHand(matching(rows, query), query, keys);
}

/** What is open of one person, as delegator or as delegate, for whoever manages accounts. */
export function delegationsOf(app: Pick<App, 'store' | 'clock'>, personId: string): DelegationSummary[] {
  return app.store.delegations
    .openOf(null, app.clock())
    .filter((row) => row.personId === personId || row.delegateId === personId)
    .map((row) => summarise(app, row));
}

function possibleDelegates({ store }: Pick<App, 'store'>, viewer: Viewer) {
  const people = new Map(
    store.people
      .activeHolders(['administrator', 'ciso', 'analyst', 'manager', 'owner', 'operator'])
      .filter(({ personId }) => personId !== viewer.personId)
      .map(({ personId, name }) => [personId, name ?? 'erased person']),
  );
  return [...people].map(([value, label]) => ({ value, label }));
}

function matching<Row extends DelegationSummary>(
  rows: readonly Row[],
  { q, state }: DelegationsQuery,
): readonly Row[] {
  return rows.filter(
    (row) => mentions(q, [row.person, row.delegate]) && (state === undefined || row.state === state),
  );
}

function summarise({ store, clock }: Pick<App, 'store' | 'clock'>, row: DelegationRow): DelegationSummary {
  const now = clock();
  const until = Math.min(row.untilAt, row.endedAt ?? Infinity);
  const begun = now < row.fromAt ? 'planned' : 'under-way';
  return {
    id: row.id,
    person: store.people.name(row.personId) ?? 'erased person',
    delegate: store.people.name(row.delegateId) ?? 'erased person',
    from: new Date(row.fromAt).toISOString(),
    until: new Date(until).toISOString(),
    state: now >= until ? 'over' : begun,
  };
}
