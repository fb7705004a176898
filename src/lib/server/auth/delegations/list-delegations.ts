import type { App } from '../../app.ts';
import type { DelegationRow } from '../../store/delegations.ts';
import { authorise } from '../authorise.ts';
import type { Viewer } from '../viewer.ts';
import { mayDelegate } from './name-delegate.ts';

export interface DelegationSummary {
  readonly id: string;
  readonly person: string;
  readonly delegate: string;
  readonly from: string;
  /** First instant outside. */
  readonly until: string;
  readonly state: 'planned' | 'under-way';
}

/** The viewer's own delegations, for whom the viewer approves now or soon, and who can be chosen. */
export function listDelegations(app: App, viewer: Viewer) {
  authorise(viewer, 'delegation.manage-own');
  const now = app.clock();
  const all = app.store.delegations.openOf(null, now);
  const people = new Map(
    app.store.people
      .activeHolders(['administrator', 'ciso', 'analyst', 'manager', 'owner', 'operator'])
      .filter(({ personId }) => personId !== viewer.personId)
      .map(({ personId, name }) => [personId, name ?? 'erased person']),
  );
  return {
    mine: all.filter((row) => row.personId === viewer.personId).map((row) => summarise(app, row, now)),
    forOthers: all.filter((row) => row.delegateId === viewer.personId).map((row) => summarise(app, row, now)),
    mayDelegate: mayDelegate(viewer),
    people: [...people].map(([value, label]) => ({ value, label })),
  };
}

/** What is open of one person, as delegator or as delegate, for whoever manages accounts. */
export function delegationsOf(app: Pick<App, 'store' | 'clock'>, personId: string): DelegationSummary[] {
  const now = app.clock();
  return app.store.delegations
    .openOf(null, now)
    .filter((row) => row.personId === personId || row.delegateId === personId)
    .map((row) => summarise(app, row, now));
}

function summarise({ store }: Pick<App, 'store'>, row: DelegationRow, now: number): DelegationSummary {
  return {
    id: row.id,
    person: store.people.name(row.personId) ?? 'erased person',
    delegate: store.people.name(row.delegateId) ?? 'erased person',
    from: new Date(row.fromAt).toISOString(),
    until: new Date(row.untilAt).toISOString(),
    state: now < row.fromAt ? 'planned' : 'under-way',
  };
}
