import { z } from 'zod';
import { adjudicationSubjects, validateAdjudication } from '#core/adjudication/adjudication-event.ts';
import type { AdjudicationEvent } from '#core/adjudication/adjudication-event.ts';
import { placeKey } from './adjudication-book.ts';
import type { AdjudicationPlace } from './adjudication-book.ts';
import { applyOwnSay } from './apply-own-say.ts';
import type { AppliedEvent } from './evidence.ts';
import type { ReportContext } from './report-context.ts';
import { settleAdjudications } from './settle-adjudications.ts';

const answered = z.object({ assetId: z.string(), subjectId: z.string(), id: z.string() });
const proposed = answered.extend({
  basis: z.string(),
  verdict: z.string(),
  reason: z.string(),
  evidence: z.array(z.string()),
});
const ended = answered.extend({ reason: z.string() });

const KINDS = /^(finding|claim)\.adjudication-(proposed|approved|refused|withdrawn|reversed)$/;

interface Reading {
  readonly place: AdjudicationPlace;
  readonly event: AdjudicationEvent;
}

/** True for an event by which somebody adjudicates. */
export function isAdjudicationEvent({ kind }: AppliedEvent): boolean {
  return KINDS.test(kind);
}

/** The finding that is adjudicated; null = a claim, which may open findings and so stands for itself. */
export function adjudicatedFinding(event: AppliedEvent): string | null {
  const { place } = readEvent(event);
  return place.subject === 'finding' ? placeKey(place) : null;
}

/**
 * Adjudications take effect when they are recorded. Each of the events is about a finding or claim of its own, so
 * together they do what they do one by one. Where a tool turns out to be right, what it reports of the asset is settled
 * anew: its claim opens a finding although our own scans know the product.
 */
export async function applyAdjudications(
  context: ReportContext,
  applied: readonly AppliedEvent[],
): Promise<void> {
  const { writer, adjudications } = context;
  const seqs = new Map<string, number>();
  const places = applied.map((one) => {
    const { place, event } = readEvent(one);
    adjudications.add(place, event);
    seqs.set(placeKey(place), one.seq);
    writer.append('adjudication_event', [
      {
        asset_id: place.assetId,
        subject: place.subject,
        subject_id: place.subjectId,
        seq: one.seq,
        recorded_at: event.at,
        event: JSON.stringify(event),
      },
    ]);
    return place;
  });
  const seqOf = (place: AdjudicationPlace) => seqs.get(placeKey(place)) ?? 0;
  const turned = await settleAdjudications(context, places, seqOf);
  for (const place of turned) await hearTool(context, seqOf(place), place.assetId);
}

/** What was adjudicated of these assets is void where what it rests on reads otherwise since an event; null = of all. */
export async function settleAnew(
  context: ReportContext,
  seq: number,
  assetIds: readonly string[] | null,
): Promise<void> {
  const places = context.adjudications.placesOf(assetIds);
  const turned = await settleAdjudications(context, places, () => seq);
  for (const assetId of new Set(turned.map((place) => place.assetId))) await hearTool(context, seq, assetId);
}

/** Findings that follow from who is right, and the adjudications of those. */
async function hearTool(context: ReportContext, seq: number, assetId: string): Promise<void> {
  await applyOwnSay(context, { seq, assetId });
  await settleAdjudications(context, context.adjudications.placesOf([assetId]), () => seq);
}

function readEvent({ kind, body, actor, recordedAt }: AppliedEvent): Reading {
  const [, subject, did] = KINDS.exec(kind) ?? [];
  const known = adjudicationSubjects.find((one) => one === subject);
  if (!known) throw new Error(`${kind} is no adjudication`);
  const { assetId, subjectId, id } = answered.parse(body);
  const said = { at: Date.parse(recordedAt), person: actor ?? '', id };
  const place = { assetId, subject: known, subjectId };
  if (did === 'proposed') {
    const { basis, verdict, reason, evidence } = proposed.parse(body);
    const proposal = validateAdjudication(known, { verdict, reason, evidence });
    return { place, event: { kind: 'proposed', basis, ...proposal, ...said } };
  }
  if (did === 'approved') return { place, event: { kind: 'approved', ...said } };
  const { reason } = ended.parse(body);
  const ending = did === 'refused' || did === 'withdrawn' ? did : 'reversed';
  return { place, event: { kind: ending, reason, ...said } };
}
