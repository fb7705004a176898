import { z } from 'zod';
import { validateRating, validateResearch } from '#core/ranking/desirability.ts';
import type { DesirabilityEvent } from '#core/ranking/desirability.ts';
import type { AppliedEvent } from './evidence.ts';
import type { Writer } from './writer.ts';

const patch = z.object({ fix: z.string(), product: z.string() });

/** What somebody found out about a patch, or how this organisation rates it. */
export function applyPatchRecord(writer: Writer, event: AppliedEvent, kind: DesirabilityEvent['kind']): void {
  const { fix, product, ...content } = patch.loose().parse(event.body);
  const at = Date.parse(event.recordedAt);
  const said = { at, person: event.actor ?? '' };
  const record: DesirabilityEvent =
    kind === 'researched'
      ? { kind, ...validateResearch(content), ...said }
      : { kind, ...validateRating(content), ...said };
  writer.append('patch_record', [
    { fix, product, seq: event.seq, recorded_at: at, event: JSON.stringify(record) },
  ]);
}
