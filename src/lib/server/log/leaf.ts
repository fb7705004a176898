import { canonicalJson } from '#core/canonical-json.ts';
import { leafHash } from '#core/merkle/tree.ts';
import type { EventRow } from '../store/event-rows.ts';

/**
 * Hash of an event as a leaf: RFC 9162 leaf hash over canonicalJson({seq, epoch, kind, object, body, actor,
 * via, recordedAt, effectiveFrom}).
 */
export function eventLeafHash(row: Omit<EventRow, 'leafHash'>): Buffer {
  return leafHash(Buffer.from(leafText(row), 'utf8'));
}

/**
 * The text that is hashed. The body's text goes in as it is stored, so that no change of it can hide behind parsing;
 * for the canonical text that `append` stores this is the same.
 */
export function leafText(row: Omit<EventRow, 'leafHash'>): string {
  const before = canonicalJson({ actor: row.actor });
  const after = canonicalJson({
    effectiveFrom: isoInstant(row.effectiveFrom),
    epoch: row.epoch,
    kind: row.kind,
    object: row.object,
    recordedAt: isoInstant(row.recordedAt),
    seq: row.seq,
    via: row.via,
  });
  // Members sort by name: actor, body, effectiveFrom …
  return `${before.slice(0, -1)},"body":${row.body},${after.slice(1)}`;
}

/** ISO instant with milliseconds; a stored number that is no instant stays recognisable and never throws. */
export function isoInstant(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? `not an instant: ${ms}` : date.toISOString();
}
