import { z } from 'zod';
import { validateProposal } from '#core/ranking/override-event.ts';
import type { OverrideEvent } from '#core/ranking/override-event.ts';
import type { AppliedEvent } from './evidence.ts';
import { hasLaterSteps } from './obligation-rows.ts';
import type { DeadlineContext } from './obligation-rows.ts';
import { appendMissing, lifeOfRow } from './reconcile-obligations.ts';
import { settleLives } from './settle-overrides.ts';
import type { Writer } from './writer.ts';

const proposed = z.object({
  findingId: z.string(),
  assetId: z.string(),
  id: z.string(),
  to: z.string(),
  reason: z.string(),
  evidence: z.array(z.string()),
});
const answered = proposed.pick({ findingId: true, assetId: true, id: true });
const ended = answered.extend({ reason: z.string() });

/** What each kind of event of the log says of a rank. */
const readings = {
  'rank.override-proposed': (body: unknown, said: Said) => {
    const { id, to, reason, evidence } = proposed.parse(body);
    return { kind: 'proposed', id, ...validateProposal({ to, reason, evidence }), ...said } as const;
  },
  'rank.override-approved': (body: unknown, said: Said) => {
    return { kind: 'approved', id: answered.parse(body).id, ...said } as const;
  },
  'rank.override-refused': (body: unknown, said: Said) => {
    const { id, reason } = ended.parse(body);
    return { kind: 'refused', id, reason, ...said } as const;
  },
  'rank.override-withdrawn': (body: unknown, said: Said) => {
    const { id, reason } = ended.parse(body);
    return { kind: 'withdrawn', id, reason, ...said } as const;
  },
} as const satisfies Record<string, (body: unknown, said: Said) => OverrideEvent>;

interface Said {
  readonly at: number;
  readonly person: string;
}

/** True for an event that is a decision about the rank of a finding. */
export function isRankEvent({ kind }: AppliedEvent): boolean {
  return Object.hasOwn(readings, kind);
}

/** The finding that a decision about a rank is about. */
export function rankedFinding({ body }: AppliedEvent): string {
  return answered.parse(body).findingId;
}

/** The asset of that finding. */
export function rankedAsset({ body }: AppliedEvent): string {
  return answered.parse(body).assetId;
}

/**
 * Decisions about ranks take effect when they are recorded: the deadlines of their findings and what became of their
 * proposals follow. Each of the events is about a finding of its own, so together they do what they do one by one.
 */
export async function applyRankEvents(
  context: Omit<DeadlineContext, 'seq'> & { readonly writer: Writer },
  events: readonly AppliedEvent[],
): Promise<void> {
  const { writer, facts } = context;
  const byFinding = new Map(events.map((event) => [rankedFinding(event), event]));
  for (const event of events) {
    const { assetId, findingId } = answered.parse(event.body);
    const said = readOverrideEvent(event);
    facts.addOverride({ assetId, findingId }, said);
    writer.append('rank_event', [
      {
        asset_id: assetId,
        finding_id: findingId,
        seq: event.seq,
        recorded_at: said.at,
        event: JSON.stringify(said),
      },
    ]);
  }
  const seqOf = (findingId: string) => byFinding.get(findingId)?.seq ?? 0;
  const deadlines = { ...context, seq: 0 };
  const read = () => readFindings(writer, [...byFinding.keys()]);
  let rows = await read();
  const undecided = rows.filter((row) => {
    const at = Date.parse(byFinding.get(row.findingId)?.recordedAt ?? '');
    return hasLaterSteps(deadlines, lifeOfRow(row), at);
  });
  // What was to begin later may come out differently now, or not at all.
  for (const { findingId } of undecided) {
    const { recordedAt = '' } = byFinding.get(findingId) ?? {};
    const named = { finding_ids: [findingId], at: recordedAt, seq: seqOf(findingId) };
    await writer.run('supersede-future-obligations', named);
  }
  if (undecided.length > 0) rows = await read();
  for (const row of rows) appendMissing(writer, { ...deadlines, seq: seqOf(row.findingId) }, row);
  await settleLives(writer, deadlines, rows.map(lifeOfRow), seqOf);
}

function readFindings(writer: Writer, findingIds: readonly string[]) {
  const none = { asset_ids: null, fixes: null, advice_keys: null };
  return writer.run('findings-to-reconcile', { ...none, finding_ids: findingIds });
}

function readOverrideEvent({ kind, body, actor, recordedAt }: AppliedEvent): OverrideEvent {
  const read: Record<string, (body: unknown, said: Said) => OverrideEvent> = readings;
  const event = read[kind]?.(body, { at: Date.parse(recordedAt), person: actor ?? '' });
  if (!event) throw new Error(`${kind} is no decision about a rank`);
  return event;
}
