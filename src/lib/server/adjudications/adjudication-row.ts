import type { App } from '../app.ts';
import { may } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { whoMayApprove } from '../ranking/who-may-approve.ts';
import type { AdjudicationsRow } from '../warehouse/queries.gen.ts';

/** An adjudication as pages, API and command line show it. People are names from the store. */
export function adjudicationRow(app: App, viewer: Viewer, row: AdjudicationsRow) {
  const { total: _total, waiting: _waiting, proposedBy, approvedBy, endedBy, ...columns } = row;
  const isWaiting = row.status === 'waiting';
  const isAuthor = viewer.personId === proposedBy;
  return {
    ...columns,
    ranked: row.ranked === true,
    proposedBy: nameOf(app, proposedBy),
    approvedBy: approvedBy === null ? null : nameOf(app, approvedBy),
    endedBy: endedBy === null ? null : nameOf(app, endedBy),
    waitsFor: isWaiting
      ? whoMayApprove(app, { unit: row.unit, proposedBy, permission: 'adjudication.approve' })
      : null,
    mayAnswer: isWaiting && !isAuthor && may(viewer, 'adjudication.approve', [row.unit]),
    mayWithdraw: isWaiting && isAuthor && may(viewer, 'adjudication.propose', [row.unit]),
    mayReverse:
      row.status === 'in-force' &&
      row.verdict !== 'tool-right' &&
      may(viewer, 'adjudication.reverse', [row.unit]),
  };
}

export type AdjudicationRow = ReturnType<typeof adjudicationRow>;

function nameOf(app: App, personId: string): string {
  return app.store.people.name(personId) ?? 'erased person';
}
