import { effectiveRank, isAbove, ranks } from '#core/policy/rank.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { may } from '../auth/authorise.ts';
import type { RankChangesRow } from '../warehouse/queries.gen.ts';
import { refinedFrom } from '../findings/refined-from.ts';
import { whoMayApprove } from './who-may-approve.ts';

/** A rank that somebody asked for, as pages, API and command line show it. People are names from the store. */
export function rankChangeRow(app: App, viewer: Viewer, row: RankChangesRow) {
  const { total: _total, waiting: _waiting, proposedBy, approvedBy, endedBy, ...columns } = row;
  const isWaiting = row.status === 'waiting';
  return {
    ...columns,
    refinedFrom: refinedFrom(row),
    open: row.open === true,
    ranked: row.ranked === true,
    proposedBy: nameOf(app, proposedBy),
    approvedBy: approvedBy === null ? null : nameOf(app, approvedBy),
    endedBy: endedBy === null ? null : nameOf(app, endedBy),
    waitsFor: isWaiting ? whoMayApprove(app, { unit: row.unit, proposedBy }) : null,
    mayAnswer: isWaiting && viewer.personId !== proposedBy && may(viewer, 'rank.approve', [row.unit]),
    mayTakeBack:
      may(viewer, 'rank.propose', [row.unit]) &&
      (isWaiting ? viewer.personId === proposedBy : isBelowMethod(row)),
  };
}

export type RankChangeRow = ReturnType<typeof rankChangeRow>;

function nameOf(app: App, personId: string): string {
  return app.store.people.name(personId) ?? 'erased person';
}

/** A rank in force below the method's: whoever may propose may end it alone, for that raises the rank. */
function isBelowMethod({ status, to, basisRank }: RankChangesRow): boolean {
  const [method, given] = [basisRank, to].map((text) => ranks.find((rank) => rank === text) ?? null);
  return status === 'in-force' && isAbove(effectiveRank(method ?? null), effectiveRank(given ?? null));
}
