import { adjudicationTimeline } from '#core/adjudication/adjudication-timeline.ts';
import type { AdjudicationMoment } from '#core/adjudication/adjudication-timeline.ts';
import { placeKey } from './adjudication-book.ts';
import type { AdjudicationBook, AdjudicationPlace } from './adjudication-book.ts';
import { adjudicationHistories, namesOf } from './adjudication-facts.ts';
import type { TableRow } from './tables.ts';
import type { Writer } from './writer.ts';

/** Which event changed what is known of a place. */
export type SeqOf = (place: AdjudicationPlace) => number;

/**
 * Write what became of the proposals about these places as known now. Rows that still hold stay as they are; those
 * that an event made wrong are superseded by it. Returns the claims of which it changed whether the tool is right.
 */
export async function settleAdjudications(
  { writer, adjudications }: { readonly writer: Writer; readonly adjudications: AdjudicationBook },
  places: readonly AdjudicationPlace[],
  seqOf: SeqOf,
): Promise<readonly AdjudicationPlace[]> {
  if (places.length === 0) return [];
  const histories = await adjudicationHistories(writer, adjudications, places);
  const written = await writer.run('adjudications', namesOf(places));
  const present = Map.groupBy(written, (row) => [row.subject, row.assetId, row.subjectId].join(' '));
  const turned: AdjudicationPlace[] = [];
  for (const { place, events } of histories) {
    const seq = seqOf(place);
    const timeline = adjudicationTimeline(events);
    const wanted = adjudicationRows(place, timeline, seq);
    const keys = new Set(wanted.map(rowKey));
    const known = new Set((present.get(placeKey(place)) ?? []).map(({ key }) => key));
    const wrong = [...known.difference(keys)];
    if (wrong.length > 0) await writer.run('supersede-adjudications', { keys: wrong, seq });
    const missing = wanted.filter((one) => !known.has(rowKey(one)));
    writer.append('adjudication', missing);
    if (place.subject === 'claim' && adjudications.confirm(place, isToolRight(timeline))) turned.push(place);
  }
  return turned;
}

/** As `adjudications` writes it. */
function rowKey(row: TableRow<'adjudication'>): string {
  return [row.adjudication_id, row.step, row.status, row.valid_from].join(' ');
}

function isToolRight(timeline: readonly AdjudicationMoment[]): boolean {
  const last = new Map(timeline.map((moment) => [moment.adjudication.id, moment]));
  return [...last.values()].some(
    ({ status, adjudication }) => status === 'in-force' && adjudication.verdict === 'tool-right',
  );
}

function adjudicationRows(
  place: AdjudicationPlace,
  timeline: readonly AdjudicationMoment[],
  seq: number,
): TableRow<'adjudication'>[] {
  const steps = new Map<string, number>();
  return timeline.map((moment) => {
    const { id } = moment.adjudication;
    const step = steps.get(id) ?? 0;
    steps.set(id, step + 1);
    return adjudicationRow(place, moment, { step, seq });
  });
}

function adjudicationRow(
  { assetId, subject, subjectId }: AdjudicationPlace,
  { adjudication, status, at, ended }: AdjudicationMoment,
  { step, seq }: { readonly step: number; readonly seq: number },
): TableRow<'adjudication'> {
  return {
    asset_id: assetId,
    subject,
    subject_id: subjectId,
    adjudication_id: adjudication.id,
    step,
    status,
    valid_from: at,
    verdict: adjudication.verdict,
    reason: adjudication.reason,
    evidence: JSON.stringify(adjudication.evidence),
    proposed_by: adjudication.proposedBy,
    proposed_at: adjudication.proposedAt,
    approved_by: adjudication.approvedBy,
    active_from: adjudication.activeFrom,
    ended_why: ended?.why ?? null,
    ended_by: ended?.by ?? null,
    ended_reason: ended?.reason ?? null,
    opened_seq: seq,
    superseded_seq: null,
  };
}
