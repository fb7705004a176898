import type { App } from '../../app.ts';
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

/** Every engagement, the latest first, and the people who can be auditors of one. */
export function listEngagements(app: App, viewer: Viewer) {
  authorise(viewer, 'engagement.read');
  const { store } = app;
  const now = app.clock();
  const holders = new Map(
    store.people.activeHolders(['auditor']).map(({ personId, name }) => [personId, name ?? 'erased person']),
  );
  return {
    rows: store.engagements.list().map((row): EngagementSummary => {
      const until = Math.min(row.untilAt, row.endedAt ?? Infinity);
      return {
        id: row.id,
        name: row.name,
        units: row.units,
        from: new Date(row.fromAt).toISOString(),
        until: new Date(until).toISOString(),
        state: stateAt(row, until, now),
        auditors: store.engagements
          .auditorsOf(row.id)
          .map((personId) => store.people.name(personId) ?? 'erased person')
          .sort(),
      };
    }),
    auditors: [...holders].map(([value, label]) => ({ value, label })),
  };
}

function stateAt({ fromAt }: EngagementRow, until: number, now: number): EngagementState {
  if (now >= until) return 'over';
  return now < fromAt ? 'planned' : 'under-way';
}
