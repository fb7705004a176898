import { z } from 'zod';
import { applySteps, feedChanges } from './feed-steps.ts';
import type { FindingChange } from '#core/advisory/finding-state.ts';
import type { ApplyContext } from './apply-context.ts';
import type { AppliedEvent } from './evidence.ts';
import { loadFold } from './load-fold.ts';
import { writeObligations } from './write-changes.ts';

const recorded = z.object({
  assetId: z.string(),
  findingId: z.string(),
  product: z.string(),
  content: z.record(z.string(), z.string()),
});

/** A person recorded that the steps of a fix are verified, or took that back: the finding closes, or opens again. */
export async function applyStepRecord(
  context: ApplyContext,
  { seq, body, actor, recordedAt }: AppliedEvent,
  kind: 'verified' | 'doubted',
): Promise<void> {
  const { assetId, findingId, product, content } = recorded.parse(body);
  const at = Date.parse(recordedAt);
  context.writer.append('step_record', [
    {
      asset_id: assetId,
      finding_id: findingId,
      product,
      kind,
      seq,
      recorded_at: at,
      person: actor ?? '',
      content: JSON.stringify(content),
    },
  ]);
  context.steps.note({ assetId, findingId, product, verified: kind === 'verified', at });
  const last = context.lastScans.of(assetId, 'credentialed');
  // A scan whose clock runs ahead of ours is judged when the next one comes.
  if (!last.observed || last.observed.at > at) return;
  const fold = context.assets.get(assetId) ?? (await loadFold(context.writer, assetId, last.sufficient));
  const changed: FindingChange[] = [];
  const onChanges = (_at: number, changes: readonly FindingChange[]) => void changed.push(...changes);
  const next = applySteps(context, fold, { assetId, seq, times: [at], onChanges });
  await writeObligations(context, { assetId, seq, at, changes: feedChanges(changed) });
  context.assets.set(assetId, next);
  context.writer.keepState(assetId, JSON.stringify(next.tracker));
}
